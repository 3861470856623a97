-- Posts $BENCH_EVENT; prints one line of JSON in the end, times in milliseconds.
wrk.method = "POST"
wrk.body = os.getenv("BENCH_EVENT")
wrk.headers["Content-Type"] = "application/json"

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"per_second":%.3f,"p50":%.3f,"p99":%.3f,"not_ok":%d,"broken":%d}',
    (summary.requests - errors.status) / (summary.duration / 1e6),
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
