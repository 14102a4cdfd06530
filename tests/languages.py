"""A few lines in every language that the default theme can print: what fonts are tried with.

The first article of the Universal Declaration of Human Rights, or its first sentence; a call for
help, a number and a dose follow as booklets have them.
"""

from __future__ import annotations

from generator.render.face import Face
from generator.render.theme import Theme

SAMPLES: dict[str, str] = {
    "en": "All human beings are born free and equal in dignity and rights.",
    "es": "Todos los seres humanos nacen libres e iguales en dignidad y derechos. ¿Qué más?",
    "fr": "Tous les êtres humains naissent libres et égaux en dignité et en droits. Cœur, Noël.",
    "de": "Alle Menschen sind frei und gleich an Würde und Rechten geboren. Größe, Übung.",
    "it": "Tutti gli esseri umani nascono liberi ed eguali in dignità e diritti. Perché? Così.",
    "pt-BR": "Todos os seres humanos nascem livres e iguais em dignidade e direitos. Ação, avó.",
    "pl": "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności. Źdźbło, łóżko.",
    "tr": "Bütün insanlar hür, haysiyet ve haklar bakımından eşit doğarlar. İğne, ağız, şişe.",
    "vi": "Tất cả mọi người sinh ra đều được tự do và bình đẳng về nhân phẩm và quyền lợi.",
    "so": "Aadanaha dhammaantiis wuxuu dhashaa isagoo xor ah kana siman xagga sharafta.",
    "yo": "Gbogbo ènìyàn ni a bí ní òmìnira; iyì àti ẹ̀tọ́ kọ̀ọ̀kan sì dọ́gba. Ṣé o gbọ́?",
    "uk": "Всі люди народжуються вільними і рівними у своїй гідності. Їжа, ґудзик, п’ять, об'єм.",
    "ru": "Все люди рождаются свободными и равными в своём достоинстве и правах. Объём, ещё.",
    "el": "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια. Ίσως, ταΰγετος.",
    "ar": "يولد جميع الناس أحرارًا متساوين في الكرامة والحقوق. هل تتنفّس بصعوبة؟ اتصل الآن.",
    "fa": "تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند. چگونه؟ پژوهش.",
    "ur": "تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔ ڈاکٹر، ٹھنڈ، پڑھیں؟",
    "he": "כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם. לִנְשׁוֹם? ״כן״.",
    "hi": "सभी मनुष्यों को जन्मजात स्वतन्त्रता और समानता प्राप्त है। क्षमता, श्वास, डॉक्टर, ज़रूर, हृदय।",
    "mr": "सर्व मानवी व्यक्ति जन्मतःच स्वतंत्र आहेत व त्यांना समान अधिकार आहेत. ऱ्हास, अॅप.",
    "ne": "सबै व्यक्तिहरू जन्मजात स्वतन्त्र हुन् ती सबैको समान अधिकार र महत्व छ। श्वासप्रश्वास।",
    "bn": "সমস্ত মানুষ স্বাধীনভাবে সমান মর্যাদা এবং অধিকার নিয়ে জন্মগ্রহণ করে। শ্বাসকষ্ট, ক্ষমতা, হৃৎপিণ্ড, উৎসাহ।",
    "ta": "மனிதப் பிறவியினர் சகலரும் சுதந்திரமாகவே பிறக்கின்றனர்; அவர்கள் மதிப்பிலும் சமமானவர்கள். ஸ்ரீ, க்ஷ, ஜீரணம்.",
    "th": "มนุษย์ทั้งหลายเกิดมามีอิสระและเสมอภาคกันในเกียรติศักดิ์และสิทธิ ผู้ป่วยดื่มน้ำ ปู่ ที่นี่ ฟื้นฟู",
    "am": "የሰው ልጅ ሁሉ ሲወለድ ነጻና በክብርና በመብትም እኩልነት ያለው ነው። መተንፈስ፣ ሐኪም፤ ጤና፧",
    "ti": "ብመንፅር ክብርን መሰልን ኩሎም ሰባት እንትውለዱ ነፃን ማዕሪን እዮም። ሕክምና፣ ቃንዛ።",
    "zh-Hans": "人人生而自由，在尊严和权利上一律平等。呼吸困难时请打电话；不要等！《说明》（一）",
}  # fmt: skip
ALSO = " 112 · +44 (0)20 7946 0958, 5 mg, 10–15 ml, 38 °C, 50%, ≥ 5, ≤ 9, Riluzole “A1” – ½ • B12"


def main_face(theme: Theme, language: str, weight: int = 400) -> Face:
    """Give the face that draws the letters of a language: another may come first, for Latin."""
    letters = {ord(c) for c in SAMPLES[language] if c.isalpha()}
    faces = [face for face in theme.faces if face.weight == weight]
    return max(faces, key=lambda face: len(letters & face.characters))
