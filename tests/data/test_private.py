"""Who may read what a command writes."""

import os
import subprocess
import sys

from data.store import PROJECT


def test_a_home_is_its_owners_alone(tmp_path):
    home = tmp_path / "home"
    command = [sys.executable, "-m", "data", "sample", "--leads", "60", "--home", str(home)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, umask=0o022)
    files = [home, *home.rglob("*")]
    assert len(files) > 3
    assert [str(file) for file in files if os.lstat(file).st_mode & 0o077 and not file.is_symlink()] == []
