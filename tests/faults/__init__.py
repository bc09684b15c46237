"""Faults on real processes. What is asserted outside the tests' own files is to be told in full as well."""

import pytest

pytest.register_assert_rewrite("tests.faults.evening", "tests.faults.judge")
