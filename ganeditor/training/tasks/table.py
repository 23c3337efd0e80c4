"""TASKS: one row each thing that can be trained."""

from ganeditor.training.task import Task
from ganeditor.training.tasks import cgan, dcgan

TASKS: dict[str, Task] = {row.name: row for row in (dcgan.TASK, cgan.TASK)}
