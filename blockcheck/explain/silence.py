"""Whether `check` reports a finding, and if not, what keeps it silent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from blockcheck.analysis import Followed
from blockcheck.catalogue import load_codes
from blockcheck.facts import Suppression
from blockcheck.findings import Finding, Severity
from blockcheck.suppress import Comments, FileIgnores, select_rules


class Silence:
    """What is known of the findings of one project."""

    def __init__(self, followed: Followed) -> None:
        settings = followed.project.settings
        self._reported = {finding.fingerprint: finding for finding in followed.report.findings}
        self._selection = select_rules(settings, load_codes())
        self._ignores = FileIgnores(settings.per_file_ignores, self._selection.names)
        self._comments = followed.project.suppressions()

    def state(self, finding: Finding) -> str:
        """What becomes of a finding, as the end of a sentence."""
        reported = self._reported.get(finding.fingerprint)
        reasons = list(self._reasons(finding))
        if reported is None:
            return f"not reported: {'; '.join(reasons)}" if reasons else "not reported"
        left_out = len(finding.boundaries) - len(reported.boundaries)
        if left_out and reasons:
            return f"reported, but for {left_out} of the {len(finding.boundaries)} places: {'; '.join(reasons)}"
        return "reported"

    def _reasons(self, finding: Finding) -> Iterator[str]:
        rule, selection = finding.rule, self._selection
        if rule not in selection.reported:
            ignored = rule in selection.ignored
            yield f"{rule} is in `ignore`" if ignored else f"{rule} is off, `--extend-select {rule}` turns it on"
        elif finding.severity is Severity.OFF and rule not in selection.explicit:
            yield f"while the application starts or stops, {rule} counts only with `--extend-select {rule}`"
        files = dict.fromkeys([finding.file, *(boundary.file for boundary in finding.boundaries)])
        for file in files:
            if self._ignores.ignore(rule, file):
                yield f"`per-file-ignores` silences {rule} in {file}"
            for comment in self._comments.get(file, ()):
                if self._silences(file, comment, finding):
                    yield f"`{comment.text}` in {file}:{comment.line} silences it"

    def _silences(self, file: str, comment: Suppression, finding: Finding) -> bool:
        alone: dict[str, Sequence[Suppression]] = {file: (comment,)}
        left = Comments(alone, self._selection.names).filtered(finding)
        return left is None or len(left.boundaries) < len(finding.boundaries)
