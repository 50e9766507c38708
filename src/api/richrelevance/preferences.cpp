// `/rrserver/api/user/preference`: what a user likes, and never wants to see again.
#include "api/request_parts.hpp"
#include "api/richrelevance/answers.hpp"
#include "api/richrelevance/caller.hpp"
#include "api/richrelevance/endpoints.hpp"
#include "api/richrelevance/page_call.hpp"
#include "api/richrelevance/page_events.hpp"
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

constexpr std::array<std::string_view, 4> target_types{"product", "brand", "category", "store"};

struct action {
  std::string_view name;
  bool leaves_out;
};

constexpr std::array actions{action{"like", false}, action{"neutral", false}, action{"dislike", true},
                             action{"notForRecs", true}};

/// What a call says.
struct preference {
  visitor who;
  text_list targets;
  std::string_view target_type;
  const action* what = nullptr;
};

result<preference> read_preference(const call_parameters& sent) {
  preference said;
  const auto session = sent.find("s");
  const auto user = sent.find("u");
  if (session.empty() && user.empty()) return failure{error::missing_parameter, "u: is required"};
  auto who = make_visitor(session, user);
  if (!who) return who.error();
  said.who = std::move(*who);
  if (const auto given = sent.require("p"); !given) return given.error();
  auto targets = sent.list("p");
  if (!targets) return targets.error();
  said.targets = std::move(*targets);
  const auto type = sent.find("targetType");
  said.target_type = type.empty() ? target_types.front() : type;
  if (std::ranges::find(target_types, said.target_type) == target_types.end())
    return failure{error::bad_parameter, "targetType: is not one of product, brand, category, store"};
  const auto named = std::ranges::find(actions, sent.find("actionType"), &action::name);
  if (named == actions.end())
    return failure{error::bad_parameter, "actionType: is not one of like, neutral, dislike, notForRecs"};
  said.what = &*named;
  return said;
}

/// The preference itself and, of a product, what it does to the list of those that are left out.
result<std::vector<events::event>> read_group(const endpoint_call& call, const preference& said,
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
  const auto list = said.what->leaves_out ? events::event_type::blacklist : events::unblacklist_event;
  for (const auto target : said.targets) {
    const std::array<events::name_value, 3> words{
        {{"target", target}, {"targettype", said.target_type}, {"action", said.what->name}}};
    if (auto added = add(events::preference_event, {}, words); !added) return added.error();
    if (said.target_type != "product") continue;
    if (auto added = add(list, target, std::array<events::name_value, 0>{}); !added) return added.error();
  }
  return group;
}

}  // namespace

result<void> set_preference(const endpoint_call& asked, http::response& out) {
  thread_local call_parameters sent;
  if (auto read = sent.read(asked.question); !read) return read;
  const auto from = find_caller(asked.context, sent);
  if (!from) return from.error();
  const auto call = from->call_of(asked);
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
