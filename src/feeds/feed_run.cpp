#include "footfall/feeds/feed_run.hpp"

#include "footfall/text/json_writer.hpp"
#include "footfall/text/time.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace footfall::feeds {

namespace {

using nlohmann::ordered_json;

constexpr std::array<std::string_view, 5> outcome_names{"published", "unchanged", "refused", "failed",
                                                        "checked"};

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
  return outcome_names[static_cast<std::size_t>(outcome)];
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

result<feed_run> read_run(std::string_view json) {
  const failure no_run{error::io_failed, "what is stored of a feed is no run"};
  try {
    const auto from = ordered_json::parse(json);
    feed_run run;
    from.at("source").get_to(run.source);
    from.at("milliseconds").get_to(run.duration_ms);
    if (const auto begun = text::read_time_ms(from.at("begunAt").get_ref<const std::string&>()))
      run.begun_ms = *begun;
    const auto place = std::ranges::find(outcome_names, from.at("outcome").get_ref<const std::string&>());
    if (place == outcome_names.end()) return no_run;
    run.outcome = static_cast<run_outcome>(place - outcome_names.begin());
    run.reason = from.value("reason", std::string());
    if (const auto items = from.find("items"); items != from.end()) {
      items->at("added").get_to(run.items.added);
      items->at("changed").get_to(run.items.changed);
      items->at("same").get_to(run.items.same);
      items->at("removed").get_to(run.items.removed);
    }
    if (const auto report = from.find("report"); report != from.end()) run.report = report->dump();
    return run;
  } catch (const ordered_json::exception&) {
    return no_run;
  }
}

}  // namespace footfall::feeds
