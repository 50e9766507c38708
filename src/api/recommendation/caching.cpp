#include "api/recommendation/caching.hpp"

#include "footfall/text/time.hpp"

#include <algorithm>

namespace footfall::api {

bool is_unchanged(const recommend::freshness& fresh, std::int64_t settings_ms, std::int64_t now_ms,
                  const http::request& question, http::response& out) {
  constexpr std::int64_t second_ms = 1000;
  const auto changed_s =
      std::max({fresh.newest_model_ms, fresh.newest_entry_ms, fresh.turned_ms, settings_ms}) / second_ms;
  // A date has no parts of a second: what may still happen in the running one must not hide behind it.
  const auto told_s = std::min(changed_s, now_ms / second_ms - 1);
  out.set("Last-Modified", text::to_http_date(told_s * second_ms));
  out.set("Expires", text::to_http_date(now_ms + fresh.lasts_ms));
  const auto since_ms = text::read_http_date(question.field("If-Modified-Since"));
  if (!since_ms || *since_ms / second_ms < changed_s) return false;
  out.status = 304;
  return true;
}

}  // namespace footfall::api
