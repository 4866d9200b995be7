"""Errors of the evaluation: each says what is wrong, where, and what to do next.

EvalsError
├── SuiteUnreadable    a suite that can't be read: file, line, field
├── CaseUnknown        a filter that no case of a suite passes
├── RunUnreadable      a run that can't be read
├── DocumentsUnreadable  documents beside a suite that can't be read
├── SystemUnknown      a system that nobody knows under this name
├── SystemFailed       a system that did not answer one case
├── MetricUnknown      a metric that nobody knows under this name
├── ThresholdUnclear   a threshold that can't be understood
├── RunsUnlike         two runs that can't be compared
└── RunBusy            a run that another process is at
"""


class EvalsError(Exception):
    """An evaluation can't go on; the message is for the person who started it."""


class SuiteUnreadable(EvalsError):
    """A suite that can't be read. The message names file, line and field, and what was expected there."""


class CaseUnknown(EvalsError):
    """A tag or an id that no case of the suite has, or a filter that none passes."""


class RunUnreadable(EvalsError):
    """A run that can't be read, or is not one."""


class DocumentsUnreadable(EvalsError):
    """Documents that cases name, or that questions are asked over, and that can't be read."""


class SystemUnknown(EvalsError):
    """A system that nobody knows under this name; the message lists the choices."""


class SystemFailed(EvalsError):
    """A system that did not answer one case: the case is counted as failed, and the run goes on."""


class MetricUnknown(EvalsError):
    """A metric that nobody knows under this name; the message lists the choices."""


class RunsUnlike(EvalsError):
    """Two runs that share no case, so that nothing can be compared."""


class ThresholdUnclear(EvalsError):
    """A threshold that can't be understood; the message says how one is written."""


class RunBusy(EvalsError):
    """Another process is running this suite on this system in this data home."""
