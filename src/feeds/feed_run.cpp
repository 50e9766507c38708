#include "footfall/feeds/feed_run.hpp"

#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <array>

namespace footfall::feeds {

namespace {

void append_items(text::json_writer& json, const stored_items& items) {
  json.key("items");
  json.open_object();
  json.field("added", items.added);
  json.field("changed", items.changed);
  json.field("same", items.same);
  json.field("removed", items.removed);
  json.close_object();
}

}  // namespace

std::string_view name_of(run_outcome outcome) noexcept {
  constexpr std::array<std::string_view, 4> names{"published", "unchanged", "refused", "failed"};
  return names[static_cast<std::size_t>(outcome)];
}

void append_json(std::string& out, const feed_run& run) {
  text::json_writer json(out);
  json.open_object();
  json.field("source", run.source);
  json.field("begunAt", std::string_view(text::to_iso_time(run.begun_ms)));
  json.field("milliseconds", run.duration_ms);
  json.field("outcome", name_of(run.outcome));
  if (!run.reason.empty()) json.field("reason", run.reason);
  if (run.outcome == run_outcome::published) append_items(json, run.items);
  if (!run.report.empty()) out.append(",\"report\":").append(run.report);
  json.close_object();
}

}  // namespace footfall::feeds
