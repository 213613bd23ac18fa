"""jupyter_kernel_test and further checks. usage: jupyterSuite.py KERNELSPEC; prints {test name: "pass" or what failed} as JSON."""

import json
import sys
import time
import unittest

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel

KERNEL = sys.argv[1]


class Kernel(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = 'console.log("hello, world")'
    code_stderr = 'console.error("oops")'
    completion_samples = [
        {"text": "JSON.pars", "matches": {"parse"}},
        {"text": "Math.hypo", "matches": {"hypot"}},
    ]
    complete_code_samples = [
        "1", 'console.log("hi")', "function f(x: number) { return x * 2; }", "const x = {a: 1};",
        "const s = `a\nb`;", "", "if (true) { 1 }",
    ]
    incomplete_code_samples = [
        "function f() {", "const x = [1,", 'console.log("hi"', "if (true) {", "const s = `abc", "class A {", "f(a,",
        "1 +", "/* open",
    ]
    invalid_code_samples = ["import * from", "const 1x = 2", "foo bar baz)", "let = = 3"]
    code_generate_error = 'throw new Error("boom")'
    code_execute_result = [
        {"code": "6*7", "result": "42"},
        {"code": "const a_ = 3; a_ + 1", "result": "4"},
        {"code": "await Promise.resolve(5)", "result": "5"},
    ]
    code_history_pattern = "6?7*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Math.sqrt"
    code_page_something = "page(Math)"
    code_clear_output = "clearOutput()"
    code_display_data = [
        {"code": 'display({[Symbol.for("Jupyter.display")]: () => ({"text/html": "<b>t</b>"})})', "mime": "text/html"},
        {"code": 'import { display as d } from "tslab"; d.html("<b>t</b>")', "mime": "text/html"},
    ]

    def published(self, msg_id, timeout=10):
        found, end = [], time.time() + timeout
        while time.time() < end:
            try:
                message = self.kc.get_iopub_msg(timeout=0.5)
            except Exception:
                continue
            if message["parent_header"].get("msg_id") != msg_id:
                continue
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                return found
            found.append(message)
        self.fail(f"no idle within {timeout} s")

    def run_cell(self, code, **options):
        self.flush_channels()
        published = self.published(self.kc.execute(code, **options))
        return published, self.get_non_kernel_info_reply(timeout=10)["content"]

    def count(self):
        return self.run_cell("1")[1]["execution_count"]

    def test_x_execute_input_and_count(self):
        published, reply = self.run_cell("1+1")
        inputs = [m["content"]["execution_count"] for m in published if m["msg_type"] == "execute_input"]
        self.assertEqual(inputs, [reply["execution_count"]])

    def test_x_error_fields(self):
        published, reply = self.run_cell(self.code_generate_error)
        self.assertEqual(reply["status"], "error")
        for key in ("ename", "evalue", "traceback"):
            self.assertIn(key, reply)
        self.assertTrue([m for m in published if m["msg_type"] == "error"])

    def test_x_silent(self):
        before = self.count()
        published, _ = self.run_cell("console.log(1); 1", silent=True)
        self.assertEqual([m["msg_type"] for m in published if m["msg_type"] != "status"], [])
        self.assertEqual(self.count(), before + 1)

    def test_x_user_expressions(self):
        _, reply = self.run_cell("1", user_expressions={"u": "2+3", "bad": "nowhere"})
        self.assertEqual(reply["user_expressions"]["u"]["data"]["text/plain"], "5")
        self.assertEqual(reply["user_expressions"]["bad"]["ename"], "ReferenceError")

    def test_x_update_display(self):
        published, _ = self.run_cell('display("a", {display_id: "x1"}); display("b", {display_id: "x1", update: true})')
        shown = [m for m in published if "display_data" in m["msg_type"]]
        self.assertEqual([m["msg_type"] for m in shown], ["display_data", "update_display_data"])
        self.assertEqual([m["content"]["transient"] for m in shown], [{"display_id": "x1"}] * 2)

    def test_x_stdin(self):
        for code in ('await input("name? ")', 'prompt("name? ")'):
            self.flush_channels()
            msg_id = self.kc.execute(code, allow_stdin=True)
            self.assertEqual(self.kc.get_stdin_msg(timeout=5)["content"]["prompt"], "name? ")
            self.kc.input("bob")
            self.assertIn("bob", str([m["content"] for m in self.published(msg_id)]))
            self.get_non_kernel_info_reply(timeout=10)

    def test_x_comm_info(self):
        self.flush_channels()
        self.kc.comm_info()
        self.assertIn("comms", self.get_non_kernel_info_reply(timeout=5)["content"])

    def interrupted(self, code):
        self.flush_channels()
        self.kc.execute(code)
        time.sleep(1)
        self.km.interrupt_kernel()
        self.assertEqual(self.get_non_kernel_info_reply(timeout=5)["content"]["status"], "error")
        time.sleep(0.5)
        self.assertIsNotNone(self.count())

    def test_x_interrupt_async(self):
        self.interrupted("await new Promise(r => setTimeout(r, 60000))")

    def test_x_interrupt_sync_loop(self):
        self.interrupted("while (true) {}")

    def test_x_interrupt_sync_loop_in_async_cell(self):
        self.interrupted("await null; while (true) {}")

    def test_x_interrupt_prompt(self):
        self.flush_channels()
        self.kc.execute('prompt("? ")', allow_stdin=True)
        self.kc.get_stdin_msg(timeout=5)
        self.km.interrupt_kernel()
        self.assertEqual(self.get_non_kernel_info_reply(timeout=5)["content"]["ename"], "Interrupted")
        self.assertIsNotNone(self.count())

    def test_x_shutdown_reply(self):
        km, kc = start_new_kernel(kernel_name=KERNEL)
        try:
            kc.shutdown()
            self.assertEqual(kc.get_control_msg(timeout=5)["msg_type"], "shutdown_reply")
            for _ in range(50):
                if not km.is_alive():
                    break
                time.sleep(0.1)
            self.assertFalse(km.is_alive())
        finally:
            kc.stop_channels()
            km.shutdown_kernel(now=True)

    def test_x_restart(self):
        km, kc = start_new_kernel(kernel_name=KERNEL)
        try:
            kc.execute_interactive("let kept = 1", timeout=10)
            km.restart_kernel()
            kc.wait_for_ready(timeout=30)
            reply = kc.execute_interactive("kept", timeout=10, output_hook=lambda message: None)
            self.assertEqual(reply["content"]["ename"], "ReferenceError")
            self.assertEqual(reply["content"]["execution_count"], 1)
        finally:
            kc.stop_channels()
            km.shutdown_kernel(now=True)

    def test_x_status_during_exec_on_control(self):
        self.flush_channels()
        msg_id = self.kc.execute("await new Promise(r => setTimeout(r, 2000))")
        time.sleep(0.3)
        self.kc.control_channel.send(self.kc.session.msg("kernel_info_request", {}))
        self.assertEqual(self.kc.get_control_msg(timeout=2)["msg_type"], "kernel_info_reply")
        self.published(msg_id)
        self.get_non_kernel_info_reply(timeout=10)


class Result(unittest.TestResult):
    def __init__(self):
        super().__init__()
        self.seen = {}

    def startTest(self, test):
        super().startTest(test)
        self.seen[test._testMethodName] = "pass"

    def fail_with(self, test, text):
        self.seen[getattr(test, "_testMethodName", str(test))] = text

    def addError(self, test, error):
        self.fail_with(test, f"{error[0].__name__}: {error[1]}")

    addFailure = addError

    def addSkip(self, test, reason):
        self.fail_with(getattr(test, "test_case", test), f"skipped: {reason}")

    def addSubTest(self, test, subtest, error):
        if error is not None:
            self.fail_with(test, f"{dict(subtest.params)}: {error[1]}")


result = Result()
unittest.defaultTestLoader.loadTestsFromTestCase(Kernel).run(result)
print("RESULT " + json.dumps(result.seen))
