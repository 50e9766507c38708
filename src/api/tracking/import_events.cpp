// Bulk interface: many events in one request, one JSON object a line. A request is stored as a whole.
#include "api/endpoints.hpp"
#include "api/request_parts.hpp"
#include "footfall/api/import_line.hpp"
#include "footfall/events/import_label.hpp"
#include "footfall/text/json_writer.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace footfall::api {
namespace {

// One request is one transaction: it must fit into the queue and not hold up other writers for long. A list
// of rendered items is an event for each.
constexpr std::size_t lines_max = 10'000;
constexpr std::size_t events_max = 10'000;
constexpr std::size_t reasons_max = 1'000;

struct rejected_line {
  std::size_t number;  // from 1
  std::string reason;
};

struct import_outcome {
  std::size_t accepted = 0;
  std::size_t repeated = 0;
  std::size_t rejected = 0;
  std::vector<rejected_line> reasons;
};

/// Calls `visit(number, line)` for each line that is not empty.
template <class Visit>
void for_each_line(std::string_view body, const Visit& visit) {
  for (std::size_t number = 1; !body.empty(); ++number) {
    const auto end = body.find('\n');
    auto line = body.substr(0, end);
    body.remove_prefix(end == std::string_view::npos ? body.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (!line.empty()) visit(number, line);
  }
}

/// The events of a body, and where those of each accepted line end.
struct read_lines {
  std::vector<events::event> events;
  std::vector<std::size_t> line_ends;
};

/// Reads a line; what users who opted out did is not taken.
result<void> read_line(std::string_view line, const events::reading_context& reading, std::int64_t now_ms,
                       const customer::opt_out_set& opt_outs, std::vector<events::event>& out) {
  const auto before = out.size();
  if (auto read = read_import_line(line, reading, now_ms, out); !read) return read;
  return customer::drop_opted_out(opt_outs, before, out);
}

read_lines read_body(std::string_view body, const events::reading_context& reading, std::int64_t now_ms,
                     const customer::opt_out_set& opt_outs, import_outcome& outcome) {
  read_lines read;
  for_each_line(body, [&](std::size_t number, std::string_view line) {
    if (read.events.size() > events_max) return;
    if (const auto added = read_line(line, reading, now_ms, opt_outs, read.events)) {
      read.line_ends.push_back(read.events.size());
    } else {
      ++outcome.rejected;
      if (outcome.reasons.size() < reasons_max) outcome.reasons.push_back({number, added.error().detail()});
    }
  });
  return read;
}

/// A line counts as repeated when one of its events was: they are stored together.
void count_repeated(const std::vector<std::size_t>& line_ends, const store::batch_outcome& stored,
                    import_outcome& outcome) {
  auto index = stored.repeated.begin();
  for (const auto end : line_ends) {
    const auto before = index;
    while (index != stored.repeated.end() && *index < end) ++index;
    ++(index == before ? outcome.accepted : outcome.repeated);
  }
}

void write_outcome(const import_outcome& outcome, std::string& out) {
  text::json_writer json(out);
  json.open_object();
  json.field("accepted", outcome.accepted);
  json.field("repeated", outcome.repeated);
  json.field("rejected", outcome.rejected);
  json.key("errors");
  json.open_array();
  for (const auto& [number, reason] : outcome.reasons) {
    json.open_object();
    json.field("line", number);
    json.field("reason", std::string_view(reason));
    json.close_object();
  }
  json.close_array();
  if (outcome.rejected > outcome.reasons.size())
    json.field("errorsNotListed", outcome.rejected - outcome.reasons.size());
  json.close_object();
}

}  // namespace

result<void> import_events(const endpoint_call& call, http::response& out) {
  const auto& [context, question, owner, settings] = call;
  std::size_t lines = 0;
  for_each_line(question.body, [&](std::size_t, std::string_view) { ++lines; });
  if (lines > lines_max)
    return failure{error::body_too_large,
                   fmt::format("body: {} lines, expected at most {}", lines, lines_max)};

  const auto label = question.target.find("label");
  const auto mark = label.empty() ? result<std::uint32_t>(0U) : events::read_import_label(label);
  if (!mark) return mark.error();

  const auto reading = reading_context_of(context, *owner, *settings);
  import_outcome outcome;
  auto read = read_body(question.body, reading, context.time.wall_ms(), owner->opt_outs, outcome);
  if (read.events.size() > events_max)
    return failure{error::body_too_large,
                   fmt::format("body: more than {} events, list items counted", events_max)};

  if (*mark != 0)
    for (auto& each : read.events) events::mark_import(each, *mark);

  store::batch_outcome stored;
  if (!read.events.empty()) {
    auto done = context.log.append_and_wait(read.events);
    // The store's own words name files: they are for the log.
    if (!done && done.error().code() == error::store_failed)
      return failure{error::store_failed, "the events cannot be stored at the moment: try again"};
    if (!done) return done.error();
    stored = std::move(*done);
  }
  count_repeated(read.line_ends, stored, outcome);
  out.content_type = http::json_type;
  write_outcome(outcome, out.body);
  return {};
}

}  // namespace footfall::api
