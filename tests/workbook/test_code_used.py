"""Which files a notebook's imports lead to, held against what Python imports."""

import ast
import gc
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from profiles import thinned

from workbook.code_used import PACKAGES, modules_used, parsed
from workbook.method import STEPS, shipped_steps

IMPORT = """
import ast, sys
names = {}
for node in ast.walk(ast.parse(CODE)):
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        exec(ast.unparse(node), names)
for node in ast.walk(ast.parse(CODE)):
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names:
        getattr(names[node.value.id], node.attr)
print(*[m.__file__ for m in sys.modules.values() if m.__name__.partition(".")[0] in PACKAGES])
"""


@pytest.mark.parametrize("step", thinned(list(STEPS)))
def test_no_module_that_a_notebook_imports_is_missed(step):
    code = shipped_steps()[step].code
    program = f"CODE, PACKAGES = {code!r}, {PACKAGES!r}\n{IMPORT}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    used = modules_used(code)
    imported = done.stdout.split()
    assert len(imported) > 10
    assert [file for file in imported if not file.endswith(tuple(f"/{name}" for name in used))] == []


def test_threads_may_parse_at_the_same_time():
    """Steps do. Python 3.11 raises SystemError when Python runs in the middle, as on a garbage collection."""
    code, slow = Path(ast.__file__).read_text("utf-8"), lambda *_: sum(range(3000))
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    gc.callbacks.append(slow)
    try:
        with ThreadPoolExecutor(4) as pool:
            trees = list(pool.map(parsed, [code] * 12))
    finally:
        gc.callbacks.remove(slow)
        sys.setswitchinterval(interval)
    assert {len(tree.body) for tree in trees} == {len(ast.parse(code).body)}
