"""One entry of POST_FOLDERS, checked: what holds for the files of a sub-folder of POST_FOLDER."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field


class PostFolder(BaseModel):
    """`index`: its files wait for an index beside them. `two_passes`: all fronts come first, then all backs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    folder: str = Field(pattern=r"^[^/.](.*[^/])?$")
    index: bool = False
    two_passes: bool = False


def rule_of(folders: Sequence[PostFolder], folder: str) -> PostFolder | None:
    """The entry for a folder, or for the nearest above it; None when there is none."""
    mine = [each for each in folders if f"{folder}/".startswith(f"{each.folder}/")]
    return max(mine, key=lambda each: len(each.folder), default=None)
