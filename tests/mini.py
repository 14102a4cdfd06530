"""A miniature project: everything a booklet needs, and nothing else.

The condition `demo` has four stages (3A and 3B can be present together), one need, three
topics of three kinds, and two regions. It is valid: tests break one thing at a time with `edit`.
"""

from __future__ import annotations

from pathlib import Path

CONDITION = """\
id: demo
name: Demo
full_name: A condition made for tests
language: en
title: Living with Demo
subtitle: What helps and who to call
purpose: For tests. It helps nobody else.
intended_use: Text for tests. It gives no advice.
version: "1.0"
updated: 2026-01-31
codes: {icd-10: Z00.0}
publisher: The tests
funding: none
conflicts: none declared
feedback: Tell your clinic what was hard to read.
other_formats: Ask your clinic for larger print.
"""

STAGING = """\
default: steps
schemes:
  - id: steps
    name: Steps
    stages:
      - {code: "1", name: One, description: The first step.}
      - {code: "2", name: Two, description: The second step.}
      - {code: 3A, name: Three A, description: The third step in one way.}
      - {code: 3B, name: Three B, description: The third step in another way.}
    together: [[3A, 3B]]
  - id: phases
    name: Phases
    basis: Made for tests.
    stages:
      - {code: early, name: Early, description: At first., selects: ["1"]}
      - {code: late, name: Late, description: Later on., selects: ["2", 3A]}
"""

MAP = """\
front: [cover, call, contents]
parts:
  - {letter: A, title: Start here, colour: teal, topics: [call]}
  - {letter: B, title: Day by day, colour: plum, topics: [rest, wishes]}
back: [notes, words, sources, imprint]
required: [call]
"""

NEEDS = """\
groups:
  - title: Day by day
    needs:
      - {id: tired, label: Very tired, description: Tiredness gets in the way of the day.}
"""

GLOSSARY = """\
terms:
  - term: Nurse
    forms: [nurse, nurses]
    meaning: A person who is trained to care for people who are ill.
"""

SOURCES = """\
sources:
  - {id: S1, cite: "A book of tests, 2026.", read: all, checked: 2026-01-31}
  - {id: S2, cite: "A book from memory, 2026.", read: not read, verify: true, checked: 2026-01-31}
"""

CALL = """\
id: call
code: A1
title: When to call
key_message: Call early. It is never too soon.
relevance: {"1": core, "2": core, 3A: core, 3B: core}
needs: []
audience: [patient, carer]
version: "1.0"
updated: 2026-01-31
body:
  - contact:
      level: now
      when: [You cannot get your breath, You choke and it does not clear]
  - text: |
      Call {emergency-number} if you are in doubt. Your nurse can help with [rest](rest).
    sources: [S1]
sources: [S1]
review: {status: draft, reviewer: null, reviewed: null, due: 2090-01-31}
"""

REST = """\
id: rest
code: B1
title: Rest well
key_message: Rest before you are tired.
relevance: {"1": prepare, "2": core, 3A: core, 3B: reference}
needs: [tired]
audience: [patient, carer]
version: "1.0"
updated: 2026-01-31
body:
  - text: |
      Rest **early** in the day, and often.

      - Sit down for small jobs.
      - Ask for help with big ones.
    sources: [S1]
  - title: What helps
    picture: {name: chair, caption: A chair with arms is easier to leave.}
  - only: {regions: [GB]}
    callout: {kind: tip, text: Ask your nurse for a chair.}
  - only: {audiences: [carer]}
    text: You need rest too.
  - questions: [What may I leave undone?]
variants:
  prepare:
    - text: You may tire sooner one day. Ask your team what helps.
sources: [S1]
review: {status: draft, reviewer: null, reviewed: null, due: 2090-01-31}
"""

WISHES = """\
id: wishes
code: B2
title: Your wishes
key_message: Say what matters to you.
relevance: {"2": opt-in, 3A: opt-in, 3B: opt-in}
needs: [tired]
audience: [patient]
version: "1.0"
updated: 2026-01-31
body:
  - text: You may write down what you would want.
  - write-in: {label: What matters to me, lines: 3}
sources: [S2]
review: {status: draft, reviewer: null, reviewed: null, due: 2090-01-31}
"""

NEUTRAL = """\
region: "001"
also: [World]
name: International
paper: A4
emergency: {number: null, sources: [S1], checked: 2026-01-31, expires: 2090-01-31}
"""

BRITAIN = """\
region: GB
also: [UK]
name: United Kingdom
paper: A4
emergency: {number: "999", sources: [S1], checked: 2026-01-31, expires: 2090-01-31}
"""

CLINIC = """\
name: A clinic for tests
contacts:
  urgent: {phone: null}
  same-day: {phone: null}
  routine: {phone: null}
"""

CHAIR_WORDS = """\
title: A chair
description: A chair with two arms, seen from the side.
"""

CHAIR = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40">
  <path d="M20,5 V35 M20,20 H40 V35" fill="none" stroke="#14252e" stroke-width="3"/>
</svg>
"""

FILES = {
    "clinics/example.yaml": CLINIC,
    "demo/condition.yaml": CONDITION,
    "demo/staging.yaml": STAGING,
    "demo/map.yaml": MAP,
    "demo/needs.yaml": NEEDS,
    "demo/glossary.yaml": GLOSSARY,
    "demo/sources.yaml": SOURCES,
    "demo/topics/call.yaml": CALL,
    "demo/topics/rest.yaml": REST,
    "demo/topics/wishes.yaml": WISHES,
    "demo/regions/001.yaml": NEUTRAL,
    "demo/regions/GB.yaml": BRITAIN,
    "demo/pictures/chair.yaml": CHAIR_WORDS,
    "demo/pictures/chair.svg": CHAIR,
}
"""Path under `content/` → text."""


def write_project(root: Path) -> Path:
    """Write the miniature project into `root`; give the folder of the condition `demo`."""
    for name, text in FILES.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root / "content" / "demo"


def edit(path: Path, old: str, new: str) -> None:
    """Put `new` where `old` first stands in a file; fail if it is not there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
