"""A contender's side of the bench: answers each line on stdin with what one turn took, as JSON."""
import json, resource, sys, time


def serve(turn, count):
    """`turn()` does the work once; `count` is how many examples that is. The first turn, unmeasured, warms up."""
    turn()
    print(json.dumps({"ready": True}), flush=True)
    for _ in sys.stdin:
        began, worked = time.perf_counter(), time.process_time()
        turn()
        milliseconds = (time.perf_counter() - began) * 1000
        cpu = (time.process_time() - worked) * 1000
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        answer = {"milliseconds": milliseconds, "cpuMilliseconds": cpu, "count": count, "peakMegabytes": peak}
        print(json.dumps(answer), flush=True)
