// Recommendations: `/{solution}/v2/{customer}/{user}/{scenario}[.json|.jsonp]` (protocol part C) and the
// older form without `v2` (part D).
#include "api/endpoints.hpp"
#include "api/hints.hpp"
#include "api/preferred_items.hpp"
#include "api/recommendation/asked_parts.hpp"
#include "api/recommendation/caching.hpp"
#include "api/recommendation/formats/recommendation_format.hpp"
#include "api/recommendation/recommendation_query.hpp"
#include "api/request_parts.hpp"
#include "api/user_values.hpp"
#include "footfall/recommend/boosts.hpp"
#include "footfall/recommend/filters.hpp"
#include "footfall/recommend/recommender.hpp"
#include "footfall/text/local_minutes.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace footfall::api {
namespace {

/// The path of a request, without what the generations do differently.
struct request_path {
  std::string_view user;       ///< empty: nobody
  std::string_view scenario;   ///< without extension
  std::string_view extension;  ///< without point; empty when there is none
};

/// Scenario ids hold no point, so the last one begins the extension (protocol A4).
void split_extension(std::string_view last_segment, request_path& path) {
  const auto point = last_segment.rfind('.');
  path.scenario = last_segment.substr(0, point);
  path.extension = point == std::string_view::npos ? std::string_view{} : last_segment.substr(point + 1);
}

/// How many users look at each context item now.
void count_viewers(customer::customer& owner, std::uint32_t session_minutes, std::int64_t now_ms,
                   const std::vector<recommend::used_context_item>& context,
                   std::vector<std::uint32_t>& viewers) {
  const auto window_ms = std::int64_t{session_minutes} * 60'000;
  viewers.clear();
  for (const auto& used : context)
    viewers.push_back(used.index ? owner.viewers.viewers(*used.index, now_ms, window_ms) : 0);
}

result<std::string_view> find_callback(const recommendation_format& format, const http::target& target) {
  if (!format.calls_back || !format.function.empty()) return format.function;
  return read_callback(target);
}

void write_body(const recommendation_format& format, const recommendation_view& view,
                std::string_view callback, http::response& out) {
  out.content_type = format.content_type;
  if (format.calls_back) {
    out.set("X-Content-Type-Options", "nosniff");
    out.body.append(callback).push_back('(');
  }
  format.write(view, out.body);
  if (format.calls_back) out.body.push_back(')');
}

/// What a request asks for.
struct asked_answer {
  std::int64_t now_ms = 0;  ///< wall clock
  const recommend::scenario* plan = nullptr;
  recommend::query parameters;
  std::string time_slot;  ///< that now is in; empty: in none, or nobody asks
  bool explains = false;
  bool shows_category = false;
  std::optional<std::int64_t> deadline_ms;
  std::string_view callback;
};

/// Of the slot of the customer that now is in; empty: in none.
std::string name_of_slot_now(const customer::customer_settings& settings, std::int64_t now_ms) {
  if (settings.time_slots.empty()) return {};
  const auto minute = text::local_minutes(settings.time_zone).minute_of_day(now_ms / 1000);
  for (const auto& slot : settings.time_slots)
    if (model::is_within(slot, minute)) return model::name_of(slot);
  return {};
}

result<asked_answer> read_request(const endpoint_call& call, const request_path& path,
                                  const recommendation_format& format) {
  const auto& [context, question, owner, settings] = call;
  asked_answer asked;
  // Why an answer is as it is concerns the customer only.
  asked.explains = text::to_boolean(question.target.find("explain")).value_or(false);
  if (asked.explains) {
    if (auto licensed = check_license(context, *settings, question); !licensed) return licensed.error();
  }
  const auto plan = find_scenario(*settings, path.scenario);
  if (!plan) return plan.error();
  asked.plan = *plan;
  auto parameters = read_recommendation_query(question.target, **plan, settings->alphanumeric_items);
  if (!parameters) return parameters.error();
  asked.parameters = std::move(*parameters);
  asked.now_ms = context.time.wall_ms();
  find_asked_parts(call, **plan, asked.now_ms, asked.parameters.selectors);
  if (asked.parameters.prefers_time_slot) asked.time_slot = name_of_slot_now(*settings, asked.now_ms);
  const auto shows_category = read_switch(question.target, "recommendcategory");
  if (!shows_category) return shows_category.error();
  asked.shows_category = *shows_category;
  const auto deadline_ms = read_deadline_ms(question.target);
  if (!deadline_ms) return deadline_ms.error();
  asked.deadline_ms = *deadline_ms;
  const auto callback = find_callback(format, question.target);
  if (!callback) return callback.error();
  asked.callback = *callback;
  return asked;
}

/// What is known of who asks, as far as the scenario looks at it.
struct asking_user {
  std::optional<user_key> key;                      ///< nothing: the request names nobody
  std::span<const profile::history_entry> history;  ///< newest first; of the thread, until its next request
  customer::user_attribute_table::sources said;
  std::vector<recommend::user_value> values;      ///< of `said`
  std::vector<customer::preference> preferences;  ///< newest first
};

/// When last something changed by what events say, of the user and of categories.
std::int64_t newest_said_ms(const endpoint_call& call, const asked_answer& asked, const asking_user& who,
                            const recommend::known_categories& categories) {
  const auto& changes = call.owner->changes;
  auto newest_ms = changes.of_all_ms();
  if (who.key) newest_ms = std::max(newest_ms, changes.of_user_ms(*who.key, call.owner->profiles));
  if (!who.preferences.empty())
    newest_ms = std::max(newest_ms, std::int64_t{who.preferences.front().time_s} * 1000);
  // Other requests decide what these mean, and their silence does.
  if (call.settings->dynamic_submodels && !asked.parameters.selectors.empty()) return asked.now_ms;
  const bool by_categories =
      asked.shows_category || recommend::reads_categories(asked.parameters, *asked.plan);
  if (by_categories && categories.any_by_clicks())
    newest_ms = std::max({newest_ms, changes.of_categories_ms(), hour_of(asked.now_ms)});
  return newest_ms;
}

asking_user read_user(const endpoint_call& call, std::string_view user, const asked_answer& asked) {
  thread_local std::vector<profile::history_entry> history;
  history.clear();
  if (user.empty()) return {};
  const auto key = call.context.hasher.hash(call.settings->id, user);
  call.context.histories.read(*call.owner, key, history);
  asking_user who{key, history, {}, {}, {}};
  if (call.owner->preferences.size() != 0) {
    who.preferences = call.owner->preferences.of(key, call.settings->retained_since_s(asked.now_ms));
    std::ranges::reverse(who.preferences);
  }
  if (recommend::boosts_by_user(asked.plan->boosts) ||
      recommend::is_about_user(asked.parameters, *asked.plan))
    who.said = call.owner->user_attributes.of(key);
  who.values = user_values_of(who.said);
  return who;
}

/// True when the client has this very answer, and that is said; scenarios and items may have changed, too.
bool client_has_it(const endpoint_call& call, const asked_answer& asked, const asking_user& who,
                   const recommend::known_categories& categories, const recommend::freshness& fresh,
                   http::response& out) {
  if (asked.explains || fresh.is_cut) return false;
  const auto* const told = categories.told;
  const auto changed_ms =
      std::max({call.context.settings.load()->read_at_ms, newest_said_ms(call, asked, who, categories),
                told == nullptr ? std::int64_t{0} : told->changed_ms()});
  return is_unchanged(fresh, changed_ms, asked.now_ms, call.question, out);
}

/// Of each item the one to be shown; none when nobody asked.
std::vector<std::string> categories_to_show(const asked_answer& asked, const recommend::recommendation& found,
                                            const recommend::known_categories& categories) {
  std::vector<std::string> shown;
  if (asked.shows_category)
    for (const auto& each : found.items)
      shown.push_back(recommend::closest_category(categories, each.item, asked.parameters.categories));
  return shown;
}

/// How many users look at each item of an answer now.
std::vector<std::uint32_t> viewers_of_items(const endpoint_call& call, const asked_answer& asked,
                                            const recommend::recommendation& found) {
  std::vector<recommend::used_context_item> items;
  for (const auto& each : found.items) items.push_back({call.owner->items.key_of(each.item), each.item, {}});
  std::vector<std::uint32_t> viewers;
  count_viewers(*call.owner, call.settings->session_minutes, asked.now_ms, items, viewers);
  return viewers;
}

/// What is looked up for nobody but who asks why. `input_of` has the input of an answer with this plan.
template <class InputOf>
answer_explanation explain(const endpoint_call& call, const asked_answer& asked,
                           const recommend::answer_record& record, const recommend::recommendation& found,
                           std::int64_t begun_ns, InputOf input_of) {
  const auto taken_ms = static_cast<double>(call.context.time.steady_ns() - begun_ns) / 1e6;
  auto plan = *asked.plan;
  plan.filters = recommend::nothing_left_out();
  auto question = asked.parameters;
  question.count = recommend::items_max;
  const recommend::recommend_input input = input_of(plan, nullptr);
  auto unfiltered = recommend::recommend(question, input);
  return {record,
          input.models,
          asked.parameters.selectors,
          asked.parameters.count,
          taken_ms,
          asked.now_ms,
          call.context.settings.load()->read_at_ms,
          viewers_of_items(call, asked, found),
          unfiltered ? std::move(unfiltered->items) : std::vector<recommend::recommended_item>{}};
}

void tell_cause(recommend::shortage cause, http::response& out) {
  if (cause != recommend::shortage::none) out.set("X-Footfall-Cause", std::string(recommend::name_of(cause)));
}

/// A request as it is answered.
struct shown_request {
  const request_path& path;
  const recommendation_format& format;
  const asked_answer& asked;
};

void show(const endpoint_call& call, const shown_request& request, const recommend::recommendation& found,
          const recommend::known_categories& categories, const answer_explanation* why, http::response& out) {
  const auto& [path, format, asked] = request;
  thread_local std::vector<std::uint32_t> viewers;
  count_viewers(*call.owner, call.settings->session_minutes, asked.now_ms, found.context_items, viewers);
  const auto shown_categories = categories_to_show(asked, found, categories);
  const auto& target = call.question.target;
  const shown_attributes attributes{read_wanted_attributes(target), categories.told, asked.now_ms};
  const auto endpoints = call.context.settings.load();
  write_body(format,
             {.settings = *call.settings,
              .items = call.owner->items,
              .content = found,
              .viewers = viewers,
              .event_host = event_host_of(*endpoints, call.question),
              .user = path.user,
              .scenario = path.scenario,
              .category_path = target.find("categorypath"),
              .categories = shown_categories,
              .explanation = why,
              .attributes = &attributes},
             asked.callback, out);
}

result<void> answer(const endpoint_call& call, const request_path& path, const recommendation_format& format,
                    http::response& out) {
  const auto& [context, question, owner, settings] = call;
  const auto begun_ns = context.time.steady_ns();
  const auto asked = read_request(call, path, format);
  if (!asked) return asked.error();
  const auto models = owner->models.load();
  if (!models)
    return failure{error::not_ready, "the models of this customer are being built for the first time"};

  const auto who = read_user(call, path.user, *asked);
  note_preferred_attributes(*owner, asked->parameters, who.values, asked->now_ms);
  const auto catalogue = owner->catalogue.load();
  const auto categories = categories_of(*owner, *settings, catalogue.get(), asked->now_ms);
  recommend::answer_record record;
  const preferred_plan preferred(*asked->plan, who.preferences, catalogue.get());
  const auto input_of = [&](const recommend::scenario& plan, recommend::answer_record* into) {
    return recommend::recommend_input{
        .plan = plan,
        .models = *models,
        .items = call.owner->items,
        .history = who.history,
        .now_ms = asked->now_ms,
        .categories = categories,
        .time = asked->deadline_ms ? &call.context.time : nullptr,
        .deadline_ns = begun_ns + asked->deadline_ms.value_or(0) * 1'000'000,
        .admits = preferred.admission(),
        .offered = {catalogue.get(), call.settings->unknown_items, call.settings->currency},
        .record = into,
        .session_ms = std::int64_t{call.settings->session_minutes} * 60'000,
        .user_values = who.values,
        .user = who.key,
        .language = call.question.target.find("lang"),
        .time_slot = asked->time_slot,
        .happened = &call.owner->segments,
        .segment_inactive_after_ms = call.settings->segment_inactive_after_ms};
  };
  const auto found = recommend::recommend(asked->parameters,
                                          input_of(preferred.plan(), asked->explains ? &record : nullptr));
  if (!found) return found.error();
  owner->answers.count(asked->plan->id, *found, asked->now_ms);
  tell_cause(found->cause, out);
  if (client_has_it(call, *asked, who, categories, found->fresh, out)) return {};

  const auto why = asked->explains ? std::optional(explain(call, *asked, record, *found, begun_ns, input_of))
                                   : std::nullopt;
  show(call, {path, format, *asked}, *found, categories, why ? &*why : nullptr, out);
  give_hint(call, hint_about_query(question.target), out);
  return {};
}

/// Whether the history of the user has to come back from the archive.
bool waits(const endpoint_call& call, std::string_view user) {
  if (!call.context.histories.holds_archived()) return false;
  const auto key = call.context.hasher.hash(call.settings->id, user);
  return !customer::history_keeper::is_at_hand(*call.owner, key);
}

// Of /{solution}/v2/{customer}/{user}/{scenario}, the same with `recommendation` for `v2`, and without either
constexpr std::size_t v2_user = 3;
constexpr std::size_t legacy_user = 2;

result<void> answer_legacy(const endpoint_call& call, const request_path& path, http::response& out) {
  // The extension is what tells these paths from incomplete tracking URLs (protocol X26).
  const auto* format = find_format(format_family::legacy, path.extension);
  if (format == nullptr)
    return failure{error::not_found, "no such path: recommendations end in .json, .jsonp or .xml"};
  return answer(call, path, *format, out);
}

}  // namespace

bool recommend_v2_waits(const endpoint_call& head) {
  return waits(head, head.question.target.segments()[v2_user]);
}

bool recommend_legacy_waits(const endpoint_call& head) {
  return waits(head, head.question.target.segments()[legacy_user]);
}

result<void> recommend_v2(const endpoint_call& call, http::response& out) {
  const auto segments = call.question.target.segments();
  request_path path{segments[v2_user], {}, {}};
  split_extension(segments[v2_user + 1], path);
  // Clients leave the extension out and mean JSON (protocol X26).
  const auto* format = find_format(format_family::v2, path.extension.empty() ? "json" : path.extension);
  if (format == nullptr)
    return failure{error::bad_parameter,
                   fmt::format("extension: {} is not one of json, jsonp", path.extension.substr(0, 16))};
  return answer(call, path, *format, out);
}

result<void> recommend_legacy(const endpoint_call& call, http::response& out) {
  const auto segments = call.question.target.segments();
  request_path path{segments[legacy_user], {}, {}};
  split_extension(segments[legacy_user + 1], path);
  return answer_legacy(call, path, out);
}

result<void> recommend_oldest(const endpoint_call& call, http::response& out) {
  const auto segments = call.question.target.segments();
  request_path path{segments[v2_user], {}, {}};
  split_extension(segments[v2_user + 1], path);
  return answer_legacy(call, path, out);
}

result<void> recommend_to_nobody(const endpoint_call& call, http::response& out) {
  request_path path{};
  split_extension(call.question.target.segments()[2], path);
  return answer_legacy(call, path, out);
}

}  // namespace footfall::api
