-- What wrk asks for: requests made beforehand, so that making them costs the load generator nothing.
-- FOOTFALL_BENCH_KIND is track, recommend (of FOOTFALL_BENCH_SCENARIO, 10 items) or recommend30, file, page3 (a
-- RichRelevance item page with three placements) or page2 (two placements, nothing to store); shop is
-- a recommendation with five context items of FOOTFALL_BENCH_ITEM_COUNT, a category and a visitor of script/make-events;
-- FOOTFALL_BENCH_DELAY_US pauses each connection in the mean.

local kind = os.getenv("FOOTFALL_BENCH_KIND")
local delay_us = tonumber(os.getenv("FOOTFALL_BENCH_DELAY_US") or "0")
local scenario = os.getenv("FOOTFALL_BENCH_SCENARIO")
local requests = {}
local at = 0

local function shop_path(number, scenario)
  local count = tonumber(os.getenv("FOOTFALL_BENCH_ITEM_COUNT"))
  local context = {}
  for place = 1, 5 do
    context[place] = 1 + math.floor(count * math.random() ^ 3)
  end
  return string.format("/api/v2/00000/u%d/%s.json?contextitems=%s&numrecs=10&categorypath=%%2FLevel%%20%d",
    math.random(0, 49999), scenario, table.concat(context, ","), number % 20)
end

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
    if kind == "shop" then
      path = shop_path(number, scenario)
    elseif kind == "track" then
      path = string.format("/api/00000/click/visitor-%d/1/%s", number, item)
    elseif kind == "recommend" or kind == "recommend30" then
      local count = kind == "recommend30" and 30 or 10
      path = string.format("/api/v2/00000/visitor-%d/%s.json?contextitems=%s&numrecs=%d", number, scenario, item, count)
    elseif kind == "page3" or kind == "page2" then
      local placements = "generic_page.a%7Cgeneric_page.b"
      if kind == "page3" then
        placements = "item_page.a%7Citem_page.b%7Citem_page.c"
      end
      path = string.format("/rrserver/api/rrPlatform/recsForPlacements?apiKey=bench&apiClientKey=bench&count=10"
        .. "&userId=visitor-%d&sessionId=session-%d&placements=%s&productId=%s", number, number, placements, item)
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
