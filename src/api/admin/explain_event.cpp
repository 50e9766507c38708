// What would become of a tracking URL, step by step; nothing is stored. On the admin listener.
#include "api/endpoints.hpp"
#include "api/error_answers.hpp"
#include "api/request_parts.hpp"
#include "api/route_finder.hpp"
#include "api/short_paths.hpp"
#include "api/tracking/read_tracking.hpp"
#include "api/tracking/receipts.hpp"
#include "api/tracking/verdict_words.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/text/json_writer.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/trimmed.hpp"
#include "footfall/traffic/known_bots.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace footfall::api {
namespace {

constexpr std::size_t event_segment = 2;  // of /{solution}/{customer}/{event}/{user}/...

/// Writes the steps and keeps the end of the story.
class explanation {
 public:
  explicit explanation(std::string& out) : json_(out) {
    json_.open_object();
    json_.key("steps");
    json_.open_array();
  }

  void step(std::string_view name, bool passed, std::string_view says) {
    json_.open_object();
    json_.field("step", name);
    json_.field("passed", passed);
    json_.field("says", says);
    json_.close_object();
  }

  /// A step that ends the request with an error; false, for the caller to return.
  bool failed(std::string_view name, const failure& why) {
    step(name, false, why.detail());
    error_ = why.code();
    return false;
  }

  void rule(const verdict_rule& row, bool applies) {
    json_.open_object();
    json_.field("step", events::row_of(row.fate).reason);
    json_.field("passed", !applies);
    json_.field("says", fmt::format("{} {}", row.question, applies ? "yes" : "no"));
    json_.close_object();
  }

  void parameter(std::string_view name, std::string_view value, std::string_view read_as) {
    json_.open_object();
    json_.field("name", name);
    json_.field("value", value);
    json_.field("readAs", read_as);
    json_.close_object();
  }

  void begin_parameters() {
    json_.close_array();
    json_.key("parameters");
    json_.open_array();
  }

  /// Ends the object.
  void end(events::fate verdict, int status) {
    const auto& row = events::row_of(verdict);
    const auto reason = reason_of(verdict, error_);
    json_.close_array();
    json_.field("verdict", word_of(verdict));
    if (!reason.empty()) json_.field("reason", reason);
    json_.field("meaning", row.meaning);
    json_.field("receipt", fmt::format("{}{}", row.receipt,
                                       verdict == events::fate::refused ? reason : std::string_view{}));
    json_.field("status", status);
    json_.close_object();
  }

  /// Of the step that failed.
  [[nodiscard]] error why() const noexcept { return error_; }

 private:
  text::json_writer json_;
  error error_{};
};

/// A URL without `https://host` or `//host`.
std::string_view without_host(std::string_view url) {
  for (const std::string_view scheme : {"https:", "http:"})
    if (url.size() > scheme.size() && text::equal_without_case(url.substr(0, scheme.size()), scheme))
      url.remove_prefix(scheme.size());
  if (!url.starts_with("//")) return url;
  const auto path = url.find('/', 2);
  return path == std::string_view::npos ? std::string_view("/") : url.substr(path);
}

/// Takes the URL, which is the body or the member `url` of a JSON object with `headers`. The request's target
/// is not yet taken apart.
result<void> read_body(std::string_view body, http::request& asked) {
  body = text::trimmed(body);
  asked.method = http::method::get;
  asked.method_text = http::name_of(asked.method);
  if (!body.starts_with('{')) {
    asked.raw_target = without_host(body);
  } else {
    const auto parsed = nlohmann::json::parse(body, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("url") || !parsed["url"].is_string())
      return failure{error::bad_parameter, R"(body: expected a URL or {"url": "...", "headers": {...}})"};
    asked.raw_target = without_host(text::trimmed(parsed["url"].get_ref<const std::string&>()));
    const auto headers = parsed.value("headers", nlohmann::json::object());
    if (!headers.is_object()) return failure{error::bad_parameter, "headers: expected an object"};
    for (const auto& [name, value] : headers.items()) {
      if (!value.is_string()) return failure{error::bad_parameter, "headers: expected texts as values"};
      asked.add_field(name, value.get_ref<const std::string&>());
    }
  }
  if (asked.raw_target.empty()) return failure{error::missing_parameter, "body: a tracking URL is required"};
  return {};
}

/// The row that would serve the request; null when there is none.
const route* find_route(const http::request& asked) {
  static const route_finder open_routes(listener::open);
  const auto* found = open_routes.find(asked.method, asked.target.segments());
  return found == nullptr ? nullptr : found->row;
}

bool explain_route(const endpoint_context& context, http::request& asked, explanation& story) {
  if (const auto read = asked.target.assign(asked.raw_target); !read)
    return story.failed("url", read.error());
  if (is_short_link(asked.target.segments())) {
    const auto owner = only_customer(context);
    if (!owner) return story.failed("url", owner.error());
    const auto full = full_request((*owner)->settings.load()->id, asked);
    if (!full) return story.failed("url", full.error());
    asked = *full;
  }
  story.step("url", true, "can be taken apart");
  const auto* row = find_route(asked);
  if (row == nullptr)
    return story.failed("route", {error::not_found,
                                  "no path of this form: expected "
                                  "/SOLUTION/CUSTOMER/EVENT/USER/ITEMTYPE/ITEM"});
  if (row->of != &tracking_family)
    return story.failed("route", {error::not_found, fmt::format("not a tracking URL but one of {}: {}",
                                                                row->name, row->summary)});
  story.step("route", true, row->summary);
  return true;
}

bool explain_customer(const endpoint_context& context, const http::request& asked,
                      const customer::customer_settings& settings, explanation& story) {
  const auto path = asked.target.segments();
  if (const auto known = check_solution(context, path[0]); !known)
    return story.failed("solution", known.error());
  story.step("solution", true, path[0]);
  const auto found = find_customer(context, path[1]);
  if (!found) return story.failed("customer", found.error());
  if ((*found)->settings.load()->id != settings.id)
    return story.failed("customer", {error::unknown_customer, "the URL is of another customer"});
  story.step("customer", true, settings.id);
  if (!settings.tracking_authentication) {
    story.step("authentication", true, "not needed: tracking_authentication is off");
  } else if (const auto licensed = check_license(context, settings, asked); !licensed) {
    return story.failed("authentication", licensed.error());
  } else {
    story.step("authentication", true, "customer id and licence key are right");
  }
  return true;
}

std::string item_text(const events::event& each) {
  if (each.item.empty()) return "no item";
  return each.item.text.empty() ? fmt::format("item {} of type {}", each.item.number, each.item.type)
                                : fmt::format("item {} of type {}", each.item.text, each.item.type);
}

/// Path and parameters as the request's endpoint reads them; nothing when they cannot be read.
std::optional<events::tracking_path> explain_event_parts(const endpoint_call& wanted,
                                                         std::vector<events::event>& group,
                                                         explanation& story) {
  const auto* kind = events::find_event_kind(wanted.question.target.segments()[event_segment]);
  if (kind != nullptr) story.step("event", true, kind->name);
  std::string hint;
  auto read = read_tracking(wanted, wanted.context.time.wall_ms(), group, hint);
  if (!read) {
    story.failed(kind == nullptr ? "event" : "path and parameters", read.error());
    return std::nullopt;
  }
  story.step("user", true, fmt::format("{} bytes; only a keyed hash is stored", read->user.size()));
  for (const auto& each : group) story.step("item", true, item_text(each));
  story.step("path and parameters", true, fmt::format("{} events", group.size()));
  if (!hint.empty()) story.step("hint", true, hint);
  return *read;
}

/// How one parameter of the URL is read.
std::string reading_of(const events::name_value& sent, bool repeated, const events::event_kind& kind,
                       const events::parameter_context& context) {
  if (sent.value.empty()) return "absent, since it is empty";
  if (repeated) return "nothing: it stands there already, and the first counts";
  const auto known = std::ranges::find_if(kind.parameters, [&](const events::event_parameter& row) {
    return text::equal_without_case(row.name, sent.name);
  });
  if (known == kind.parameters.end()) return "kept with the event as it is: not a parameter of this event";
  events::event scratch;
  const auto read = known->apply(sent.value, context, scratch);
  if (!read) return fmt::format("refused: {}", read.error().detail());
  return read->empty() ? "taken over, with nothing of its own to store" : *read;
}

void explain_parameters(const http::request& asked, const events::event_kind& kind,
                        events::parameter_context context, explanation& story) {
  std::vector<events::name_value> all;
  for (const auto& [name, value] : asked.target.parameters()) all.push_back({name, value});
  context.sent = all;
  for (std::size_t index = 0; index < all.size(); ++index) {
    const bool repeated = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(index),
                                      [&](const events::name_value& earlier) {
                                        return !earlier.value.empty() &&
                                               text::equal_without_case(earlier.name, all[index].name);
                                      });
    story.parameter(all[index].name, all[index].value, reading_of(all[index], repeated, kind, context));
  }
}

events::fate explain_verdict(const tracked_request& request, const std::vector<events::event>& group,
                             explanation& story) {
  const auto& settings = *request.call.settings;
  auto seen = visit_of(request, group);
  if (seen.bot)
    story.step("user agent", true,
               fmt::format("fits {} of the {}",
                           traffic::known_bots().matching(request.call.question.field("User-Agent")),
                           traffic::known_bots_origin()));
  if (const auto window_ms = settings.duplicate_window_ms; window_ms != 0 && !group.empty())
    seen.repeated = request.call.owner->duplicates.holds(customer::identity_of(group, request.time_ms),
                                                         request.time_ms, window_ms);
  for (const auto& row : verdict_rules()) story.rule(row, row.applies(seen, settings));
  return judge(seen, settings);
}

}  // namespace

result<void> explain_event(const endpoint_call& call, http::response& out) {
  const auto& context = call.context;
  const auto& settings = *call.settings;
  http::request asked;
  if (auto read = read_body(call.question.body, asked); !read) return read;
  asked.remote_address = call.question.remote_address;
  out.content_type = http::json_type;
  explanation story(out.body);
  auto verdict = events::fate::refused;
  if (!explain_route(context, asked, story) || !explain_customer(context, asked, settings, story)) {
    story.begin_parameters();
    story.end(verdict, status_of(story.why()));
    return {};
  }
  const endpoint_call wanted{context, asked, call.owner, call.settings};
  std::vector<events::event> group;
  const auto path = explain_event_parts(wanted, group, story);
  const auto now_ms = context.time.wall_ms();
  if (path) verdict = explain_verdict({wanted, *path, now_ms}, group, story);
  auto reading = reading_context_of(context, *call.owner, settings);
  reading.parameters.now_ms = now_ms;
  story.begin_parameters();
  if (const auto* kind = events::find_event_kind(asked.target.segments()[event_segment]); kind != nullptr)
    explain_parameters(asked, *kind, reading.parameters, story);
  constexpr int ok = 200;
  story.end(verdict, verdict == events::fate::refused ? status_of(story.why()) : ok);
  return {};
}

}  // namespace footfall::api
