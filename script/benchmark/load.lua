-- What wrk asks for: requests made beforehand, so that making them costs the load generator nothing.
-- FOOTFALL_BENCH_KIND is track, recommend (of FOOTFALL_BENCH_SCENARIO) or file; FOOTFALL_BENCH_DELAY_US pauses each
-- connection in the mean.

local kind = os.getenv("FOOTFALL_BENCH_KIND")
local delay_us = tonumber(os.getenv("FOOTFALL_BENCH_DELAY_US") or "0")
local scenario = os.getenv("FOOTFALL_BENCH_SCENARIO")
local requests = {}
local at = 0

local function read_items()
  local items = {}
  for line in io.lines(os.getenv("FOOTFALL_BENCH_ITEMS")) do
    items[#items + 1] = line
  end
  return items
end

function init()
  local items = read_items()
  for number = 1, 5000 do
    local item = items[number % #items + 1]
    local path
    if kind == "track" then
      path = string.format("/api/00000/click/visitor-%d/1/%s", number, item)
    elseif kind == "recommend" then
      path = string.format("/api/v2/00000/visitor-%d/%s.json?contextitems=%s&numrecs=10", number, scenario, item)
    else
      path = string.format("/answer.json?visitor=visitor-%d&contextitems=%s&numrecs=10&same=length", number, item)
    end
    requests[number] = wrk.format("GET", path)
  end
end

function request()
  at = at % #requests + 1
  return requests[at]
end

-- wrk waits whole milliseconds only: the remainder is spread by chance.
if delay_us > 0 then
  function delay()
    local whole = math.floor(delay_us / 1000)
    if math.random() < delay_us / 1000 - whole then
      whole = whole + 1
    end
    return whole
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
