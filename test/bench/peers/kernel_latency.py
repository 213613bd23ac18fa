"""Times Jupyter kernels side by side, taking turns. usage: kernel_latency.py NAME:LANGUAGE ...; prints {name: {task: [ms, ...]}}.

Environment: STARTS, WARM, CELLS, LONG set how many of each; LONG is of the first kernel alone. LANGUAGE is ts or py.
"""

import json
import os
import statistics
import sys
import time

import psutil
from jupyter_client import KernelManager

STARTS, WARM, CELLS, LONG = (
    int(os.environ.get(name, default)) for name, default in (("STARTS", 5), ("WARM", 200), ("CELLS", 400), ("LONG", 10_000))
)
kernels = [argument.split(":") for argument in sys.argv[1:]]
measured = {name: {} for name, _ in kernels}


def note(name, task, value):
    measured[name].setdefault(task, []).append(value)


def start(name):
    began = time.perf_counter()
    manager = KernelManager(kernel_name=name)
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    while True:
        client.kernel_info()
        try:
            client.get_shell_msg(timeout=0.1)
            break
        except Exception:
            pass
    took = time.perf_counter() - began
    drain = time.time() + 1
    while time.time() < drain:
        try:
            client.get_shell_msg(timeout=0.1)
        except Exception:
            pass
    return manager, client, took * 1000


def stop(manager, client):
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def reply(client, request):
    while True:
        message = client.get_shell_msg(timeout=30)
        if message["parent_header"].get("msg_id") == request:
            return message["content"]


def execute(client, code):
    """Milliseconds until both idle and the reply are here, and the lines that came."""
    began, lines = time.perf_counter(), 0
    request = client.execute(code)
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        if message["msg_type"] == "stream":
            lines += message["content"]["text"].count("\n")
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            break
    answer = reply(client, request)
    if answer["status"] != "ok":
        raise RuntimeError(f"{code}: {answer}")
    return (time.perf_counter() - began) * 1000, lines


def complete(client, code):
    began = time.perf_counter()
    reply(client, client.complete(code))
    return (time.perf_counter() - began) * 1000


def cell(language, number):
    if language == "py":
        return f"v{number} = dict(a={number})\ndef f{number}(x): return x['a'] + {number}\nf{number}(v{number})"
    shape = f"{{ a{number}: number, s: string }}"
    return (
        f"const v{number} = {{ a{number}: {number}, s: 'x' }};\n"
        f"function f{number}(x: {shape}): number {{ return x.a{number} + {number}; }}\nf{number}(v{number})"
    )


def memory(manager):
    process = psutil.Process(manager.provisioner.pid)
    sizes = [p.memory_info().rss / 1e6 for p in [process, *process.children(recursive=True)]]
    return round(sum(sizes)), [round(size) for size in sizes]


def note_memory(name, cells):
    total, each = memory(sessions[name][0])
    note(name, f"MB after {cells} cells", total)
    note(name, f"MB after {cells} cells, largest child", max(each[1:], default=0))


for _ in range(STARTS):
    for name, _ in kernels:
        manager, client, took = start(name)
        note(name, "start to ready", took)
        note(name, "first 1+1", execute(client, "1+1")[0])
        stop(manager, client)

sessions = {name: start(name)[:2] for name, _ in kernels}
for name, language in kernels:
    for _ in range(3):
        execute(sessions[name][1], "1+1")
# What a kernel loads in the background is no part of a warm cell.
time.sleep(5)
for _ in range(WARM):
    for name, _ in kernels:
        note(name, "warm 1+1", execute(sessions[name][1], "1+1")[0])
for _ in range(20):
    for name, language in kernels:
        code = "Math." if language == "ts" else "import math; math."
        note(name, "complete Math.", complete(sessions[name][1], code))
for _ in range(3):
    for name, language in kernels:
        code = "for (let i = 0; i < 10000; i++) console.log('line', i)" if language == "ts" else "for i in range(10000): print('line', i)"
        took, lines = execute(sessions[name][1], code)
        note(name, "10,000 lines", took)
        note(name, "10,000 lines, lost", 10_000 - lines)
for number in range(1, CELLS + 1):
    for name, language in kernels:
        took = execute(sessions[name][1], cell(language, number))[0]
        for at in (1, 100, 400):
            if at <= number < at + 5 or at - 5 < number <= at:
                note(name, f"new declaration, cell {at}", took)
for name, _ in kernels:
    note_memory(name, CELLS)
first, language = kernels[0]
for number in range(CELLS + 1, LONG + 1):
    execute(sessions[first][1], cell(language, number))
    if number in (4000, LONG):
        note_memory(first, number)
execute(sessions[first][1], "import * as tf from '@tensorflow/tfjs'; tf.tensor([1]).dataSync()")
time.sleep(5)
for number in range(LONG + 1, LONG + 21):
    note(first, "new declaration, after tfjs", execute(sessions[first][1], f"const t{number} = tf.tensor([{number}]); function g{number}(x: tf.Tensor) {{ return x.add(1) }}")[0])
for name, _ in kernels:
    stop(*sessions[name])
print("RESULT " + json.dumps({name: {task: statistics.median(values) for task, values in tasks.items()} for name, tasks in measured.items()}))
