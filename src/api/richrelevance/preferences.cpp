// `/rrserver/api/user/preference`: what a user likes, and never wants to see again.
#include "api/preferred_items.hpp"
#include "api/request_parts.hpp"
#include "api/richrelevance/answers.hpp"
#include "api/richrelevance/caller.hpp"
#include "api/richrelevance/endpoints.hpp"
#include "api/richrelevance/page_call.hpp"
#include "api/richrelevance/page_events.hpp"
#include "api/richrelevance/preferred.hpp"
#include "api/richrelevance/products.hpp"
#include "api/tracking/receipts.hpp"
#include "footfall/events/page_events.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/text/json_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

namespace footfall::api::richrelevance {
namespace {

using customer::preference_action;
using customer::preference_target;

/// What a call says.
struct said_preference {
  visitor who;
  text_list targets;
  std::string_view target_type;
  std::string_view action;
};

result<visitor> read_speaker(const call_parameters& sent) {
  const auto session = sent.find("s");
  const auto user = sent.find("u");
  if (session.empty() && user.empty()) return failure{error::missing_parameter, "u: is required"};
  return make_visitor(session, user);
}

result<said_preference> read_preference(const call_parameters& sent) {
  said_preference said;
  auto who = read_speaker(sent);
  if (!who) return who.error();
  said.who = std::move(*who);
  if (const auto given = sent.require("p"); !given) return given.error();
  auto targets = sent.list("p");
  if (!targets) return targets.error();
  said.targets = std::move(*targets);
  const auto type = sent.find("targetType");
  said.target_type = type.empty() ? std::string_view("product") : type;
  if (!customer::find_preference_target(said.target_type))
    return failure{error::bad_parameter, "targetType: is not one of product, brand, category, store"};
  said.action = sent.find("actionType");
  if (!customer::find_preference_action(said.action))
    return failure{error::bad_parameter, "actionType: is not one of like, neutral, dislike, notForRecs"};
  return said;
}

/// The preference itself and, of a product, what it does to the list of those that are left out.
result<std::vector<events::event>> read_group(const endpoint_call& call, const said_preference& said,
                                              std::int64_t now_ms) {
  const auto reading = reading_context_of(call.context, *call.owner, *call.settings);
  std::vector<events::event> group;
  const auto add = [&](events::event_type type, std::string_view item, const auto& parameters) {
    return events::read_events({.kind = events::find_event_kind(type),
                                .user = said.who.id(),
                                .item_type = "1",
                                .item = item,
                                .parameters = parameters,
                                .time_ms = now_ms},
                               reading, group);
  };
  const auto list = leaves_out(*customer::find_preference_action(said.action)) ? events::event_type::blacklist
                                                                               : events::unblacklist_event;
  for (const auto target : said.targets) {
    const std::array<events::name_value, 3> words{
        {{"target", target}, {"targettype", said.target_type}, {"action", said.action}}};
    if (auto added = add(events::preference_event, {}, words); !added) return added.error();
    if (said.target_type != "product") continue;
    if (auto added = add(list, target, std::array<events::name_value, 0>{}); !added) return added.error();
  }
  return group;
}

struct preference_field {
  std::string_view name;
  preference_target type;
};

constexpr std::array preference_fields{preference_field{"pref_product", preference_target::product},
                                       preference_field{"pref_brand", preference_target::brand},
                                       preference_field{"pref_category", preference_target::category},
                                       preference_field{"pref_store", preference_target::store}};
constexpr std::array all_actions{preference_action::like, preference_action::neutral,
                                 preference_action::dislike, preference_action::not_for_recs};

/// What was said of one type of targets, the newest first.
void write_field(text::json_writer& json, const preference_field& row,
                 std::span<const customer::preference> said) {
  json.key(row.name);
  json.open_object();
  for (const auto action : all_actions) {
    json.key(customer::name_of(action));
    json.open_array();
    for (const auto& each : said)
      if (each.type == row.type && each.action == action) json.value(std::string_view(each.target));
    json.close_array();
  }
  json.close_object();
}

result<void> write_preferences(const endpoint_call& call, const call_parameters& sent, const visitor& who,
                               http::response& out) {
  const auto names = sent.list("fields");
  if (!names) return names.error();
  const auto callback = read_jsonp(sent);
  if (!callback) return callback.error();
  const auto said = preferences_of(call, who, call.context.time.wall_ms());
  text::json_writer json(out.body);
  json.open_object();
  json.field("userId", who.user);
  for (const auto& row : preference_fields)
    if (names->empty() || std::ranges::find(*names, row.name) != names->end()) write_field(json, row, said);
  json.field("status", "ok");
  json.close_object();
  finish(*callback, out);
  return {};
}

}  // namespace

result<void> show_preferences(const endpoint_call& asked, http::response& out) {
  constexpr std::size_t user_segment = 4;  // of /rrserver/api/user/preference/{user}
  thread_local call_parameters sent;
  if (auto read = sent.read(asked.question); !read) return read;
  const auto from = find_caller(asked.context, sent, application_key::optional);
  if (!from) return from.error();
  const auto who = make_visitor(sent.find("s"), asked.question.target.segments()[user_segment]);
  if (!who) return who.error();
  return write_preferences(from->call_of(asked), sent, *who, out);
}

result<void> set_preference(const endpoint_call& asked, http::response& out) {
  thread_local call_parameters sent;
  if (auto read = sent.read(asked.question); !read) return read;
  const auto from = find_caller(asked.context, sent, application_key::optional);
  if (!from) return from.error();
  const auto call = from->call_of(asked);
  if (!sent.has("p") && !sent.has("actionType") && sent.has("fields")) {
    const auto who = read_speaker(sent);
    if (!who) return who.error();
    return write_preferences(call, sent, *who, out);
  }
  const auto said = read_preference(sent);
  if (!said) return said.error();
  const auto callback = read_jsonp(sent);
  if (!callback) return callback.error();
  const auto now_ms = call.context.time.wall_ms();
  auto group = read_group(call, *said, now_ms);
  if (!group) return group.error();
  if (call.question.method != http::method::head) {
    const events::tracking_path path{.kind = events::find_event_kind(events::preference_event),
                                     .user = said->who.id()};
    if (auto kept = settle({call, path, now_ms, comes_from_shop(call.question)}, *group, out); !kept)
      return kept;
  }
  text::json_writer json(out.body);
  json.open_object();
  json.field("status", "ok");
  json.close_object();
  finish(*callback, out);
  return {};
}

}  // namespace footfall::api::richrelevance
