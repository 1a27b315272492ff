"""The typing grammar of the capture line: words that mean something become tokens, everything else stays text.

    /pr            at the start: to Peers · Risk (letters of `grid`)
    @police        source agency; in the actions column the owner: @housing, @jsmith,
                   @housing:jsmith, @housing:"J Smith"
    #Harrow Lane   which school, place, home or peer group; #"New Place" for one not yet known
    !not family    sharing limit; also ! not family, !family, !everyone, !police,health only
    ~opinion       basis; also ~fact, ~reported, ~not established
    ^3dec          due date, in the actions column; also ^fri, ^3/12, ^2w, ^2026-12-03, ^none,
                   and at the end of the line "by Friday", "by 3 Dec", "in 2 weeks"

Handles, bases and names may be shortened as long as one only is meant. A token starts a word; a doubled sign is that
sign itself (@@home). The first of a kind counts. Nothing typed is lost: each word is in the text or in a token.
"""

from __future__ import annotations

from datetime import date

from concentric.method.instrument.grid import COLUMN, CONTEXT, ColumnKey, ContextKey
from concentric.method.instrument.line_reader import LineReader
from concentric.method.instrument.line_shapes import LineVocabulary, Owner, ParsedLine, signs


def parse_line(
    text: str,
    *,
    vocabulary: LineVocabulary,
    today: date,
    context: ContextKey | None = None,
    column: ColumnKey | None = None,
) -> ParsedLine:
    """Read one line; `context` and `column` are the cell the caret is in. Never raises."""
    return LineReader(text, vocabulary, today, context, column).read()


def format_line(parsed: ParsedLine, *, column: ColumnKey | None = None) -> str:
    """A line that reads back as `parsed` in a cell of `column`: route, text, then tokens in full."""
    actions = (parsed.column or column) is ColumnKey.ACTIONS
    doubled = signs(actions=actions)
    words = [word[0] + word if word[0] in doubled else word for word in parsed.text.split(" ") if word]
    if parsed.context and parsed.column:
        words.insert(0, f"/{CONTEXT[parsed.context].letter}{COLUMN[parsed.column].letter}")
    elif words and words[0].startswith("/"):
        words[0] = "/" + words[0]
    return " ".join(words + _written_tokens(parsed, actions=actions))


def _written_tokens(parsed: ParsedLine, *, actions: bool) -> list[str]:
    written = []
    if parsed.source:
        written.append(f"@{parsed.source}")
    if parsed.owner:
        written.append(_written_owner(parsed.owner))
    if parsed.instance:
        written.append(f"#{parsed.instance}" if '"' in parsed.instance else f'#"{parsed.instance}"')
    if parsed.sharing:
        agencies = ",".join(parsed.sharing_agencies)
        written.append(f"!{agencies} only" if agencies else f"!{parsed.sharing.value.replace('_', ' ')}")
    if parsed.basis:
        written.append(f"~{parsed.basis.value.replace('_', ' ')}")
    if parsed.due:
        written.append(f"^{parsed.due.isoformat()}")
    elif actions and {"by", "in", "within"} & set(parsed.text.lower().split(" ")[-4:]):
        written.append("^none")  # the text's last words may look like a date and are not one
    return written


def _written_owner(owner: Owner) -> str:
    person = f":{owner.member}" if owner.member else f':"{owner.person}"' if owner.person else ""
    return f"@{owner.agency}{person}"
