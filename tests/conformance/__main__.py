"""`make conformance`: veraPDF, the reference validator, on every reader PDF.

Builds each stage in each edition, and handouts, in a folder of its own, then runs
veraPDF's PDF/UA-1 profile. Ends with 1 if any file fails, 3 if Java or Maven is
missing. Maven fetches veraPDF as an artifact once and keeps it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MAIN = "org.verapdf.apps.GreenfieldCliWrapper"
BUILDS = [
    ["build", "als", "--region", "GB", "--edition", "standard", "--edition", "large"],
    ["build", "als", "--region", "US", "--stage", "1", "--stage", "4A+4B", "--edition", "giant"],
    ["build", "als", "--clinic", "example"],
    ["build", "als", "--language", "all", "--stage", "2"],
    ["build", "als", "--language", "ar", "--language", "hi", "--stage", "4B", "--edition", "large"],
]


def main() -> int:
    """Build, validate, report."""
    missing = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if missing:
        print(f"not run: {' and '.join(missing)} missing", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = _build(folder)
        verdicts = _validate(files, folder)
    for name, verdict in verdicts:
        if verdict != "PASS":
            print(f"{verdict} {name}")
    passed = sum(verdict == "PASS" for _, verdict in verdicts)
    failed = len(files) - passed
    print("veraPDF, profile PDF/UA-1:")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not files else 0


def _build(folder: Path) -> list[Path]:
    booklet = [sys.executable, "-m", "generator"]
    for number, arguments in enumerate(BUILDS):
        output = ["--output", str(folder / str(number))]
        subprocess.run([*booklet, *arguments, *output], cwd=ROOT, check=True, stdout=sys.stderr)
    handout = ["handout", "back-pain", "--clinic", "example", "--output", str(folder / "C2.pdf")]
    subprocess.run([*booklet, *handout], cwd=ROOT, check=True, stdout=sys.stderr)
    return sorted(folder.rglob("*.pdf"))


def _validate(files: list[Path], folder: Path) -> list[tuple[str, str]]:
    """Give (file, PASS or FAIL) for each file veraPDF spoke of."""
    class_path = folder / "classpath"
    subprocess.run(
        [
            "mvn", "-q", "-B", "-Dstyle.color=never", "-f", str(HERE / "pom.xml"),
            "dependency:build-classpath", f"-Dmdep.outputFile={class_path}",
        ],
        check=True,
        stdout=sys.stderr,
    )  # fmt: skip
    result = subprocess.run(
        [
            "java", "-cp", class_path.read_text().strip(), MAIN,
            "--flavour", "ua1", "--format", "text", *map(str, files),
        ],
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    verdicts = []
    for line in result.stdout.splitlines():
        word, _, rest = line.partition(" ")
        if word in ("PASS", "FAIL"):
            verdicts.append((rest.removeprefix(f"{folder}/").split(" ")[0], word))
    if len(verdicts) != len(files):
        print(result.stdout, result.stderr, file=sys.stderr)
    return verdicts


if __name__ == "__main__":
    raise SystemExit(main())
