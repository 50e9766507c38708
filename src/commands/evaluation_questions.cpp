// Chooses the sessions that are asked about, and says why there are none.
#include "evaluation_questions.hpp"

#include "footfall/evaluation/held_out.hpp"
#include "footfall/events/event_kinds.hpp"

#include <fmt/format.h>
#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>
#include <set>
#include <span>
#include <string_view>
#include <utility>

namespace footfall::commands {

namespace {

constexpr std::uint32_t hour_s = 3'600;
constexpr std::uint32_t day_s = 24 * hour_s;

std::set<events::event_type> learned_types(const customer::customer_settings& shop,
                                           const recommend::scenario& plan) {
  std::set<events::event_type> types;
  for (const auto& part : plan.stages.front().models)
    for (const auto& definition : shop.models)
      if (definition.id == part.model) types.insert(model::find_model_kind(definition.type)->learns_from);
  return types;
}

result<events::event_type> choose_type(const evaluate_options& options,
                                       const customer::customer_settings& shop,
                                       const recommend::scenario& plan, const model::event_history& asked,
                                       std::uint32_t after_s) {
  if (!options.event.empty()) {
    if (const auto* kind = events::find_event_kind(options.event)) return kind->type;
    return failure{error::bad_configuration,
                   fmt::format("--event: \"{}\" is not the name of an event", options.event)};
  }
  const auto types = learned_types(shop, plan);
  return *std::ranges::max_element(types, {},
                                   [&](events::event_type type) { return asked.count(type, after_s); });
}

model::session_columns picked(const model::session_columns& sessions, std::span<const std::size_t> places) {
  model::session_columns chosen;
  for (const auto session : places) {
    chosen.offsets.push_back(static_cast<std::uint32_t>(chosen.items.size()));
    for (auto place = sessions.offsets[session]; place < sessions.offsets[session + 1]; ++place) {
      chosen.items.push_back(sessions.items[place]);
      chosen.times_s.push_back(sessions.times_s[place]);
    }
    chosen.owners.push_back(sessions.owners[session]);
  }
  chosen.offsets.push_back(static_cast<std::uint32_t>(chosen.items.size()));
  return chosen;
}

// Keeps `wanted` sessions, drawn with a fixed seed.
void draw_sessions(std::size_t wanted, model::session_columns& sessions) {
  if (wanted == 0 || wanted >= sessions.size()) return;
  std::vector<std::size_t> order(sessions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::shuffle(order, std::mt19937_64(42));
  sessions = picked(sessions, std::span(order).first(wanted));
}

// Takes out the sessions of which the log has more than half of the events: models would know the answers.
std::size_t drop_known(const model::event_history& log, events::event_type type,
                       model::session_columns& sessions) {
  const auto known = log.sessions(type, 0);
  std::set<std::pair<std::uint32_t, item_index>> events;
  for (std::size_t place = 0; place < known.items.size(); ++place)
    events.emplace(known.times_s[place], known.items[place]);
  std::vector<std::size_t> unknown;
  for (std::size_t session = 0; session < sessions.size(); ++session) {
    const auto begin = sessions.offsets[session];
    const auto end = sessions.offsets[session + 1];
    std::size_t found = 0;
    for (auto place = begin; place < end; ++place)
      found += events.contains({sessions.times_s[place], sessions.items[place]}) ? 1 : 0;
    if (2 * found <= end - begin) unknown.push_back(session);
  }
  const auto dropped = sessions.size() - unknown.size();
  if (dropped > 0) sessions = picked(sessions, unknown);
  return dropped;
}

// Why there are no sessions: of which events there are any, beside those that were looked for.
failure nothing_to_ask(const question_set& questions, const model::event_history& asked,
                       std::uint32_t after_s) {
  const auto name_of = [](events::event_type type) { return events::find_event_kind(type)->name; };
  if (questions.known_sessions > 0)
    return {error::bad_parameter,
            fmt::format("nothing to ask about: all {} sessions of the file are in the log that "
                        "models learn from",
                        questions.known_sessions)};
  if (asked.count(questions.type, after_s) > 0)
    return {error::bad_parameter,
            fmt::format("nothing to ask about: no session of two events of type {} begins after the split; "
                        "--test-days takes more days",
                        name_of(questions.type))};
  std::string others;
  for (const auto type : asked.types())
    if (const auto count = asked.count(type, after_s); count > 0)
      others += fmt::format("{}{} of type {}", others.empty() ? "" : ", ", count, name_of(type));
  return {
      error::bad_parameter,
      fmt::format(
          "nothing to ask about: there are no events of type {}, of which the first stage of the scenario "
          "learns, but {}; --event asks about the sessions of another type",
          name_of(questions.type), others.empty() ? "none of another type either" : others)};
}

// Who the owners of sessions are; a person with several ids is the account.
std::vector<session_user> find_users(const model::session_columns& sessions,
                                     const model::event_history& asked, const model::event_history& log) {
  boost::unordered_flat_map<model::owner_number, std::optional<user_key>> keys;
  for (const auto owner : sessions.owners) keys.try_emplace(owner);
  asked.visit_users([&](const user_key& key, model::owner_number number) {
    if (const auto owner = keys.find(number); owner != keys.end()) owner->second = key;
  });
  std::vector<session_user> users;
  for (const auto owner : sessions.owners) {
    const auto& key = keys.at(owner);
    users.push_back({key, key ? log.find_user(*key) : std::nullopt});
  }
  return users;
}

// Each once, in the order of the event.
std::vector<std::string> split_segments(std::string_view list) {
  std::vector<std::string> segments;
  while (!list.empty()) {
    const auto segment = list.substr(0, list.find(','));
    list.remove_prefix(std::min(segment.size() + 1, list.size()));
    if (!segment.empty() && std::ranges::find(segments, segment) == segments.end())
      segments.emplace_back(segment);
  }
  return segments;
}

std::vector<std::vector<std::string>> find_segments(const model::session_columns& sessions,
                                                    const logged_events& asked, events::event_type type) {
  std::map<std::pair<model::owner_number, std::uint32_t>, std::string_view> carried;
  for (const auto& each : asked.with_segments)
    if (const auto owner = asked.history.find_user(each.what.user); owner && each.what.type == type)
      carried.try_emplace({*owner, static_cast<std::uint32_t>(each.what.time_ms / 1000)}, each.segments);
  std::vector<std::vector<std::string>> segments;
  for (std::size_t session = 0; session < sessions.size(); ++session) {
    const auto known = carried.find({sessions.owners[session], sessions.times_s[sessions.offsets[session]]});
    segments.push_back(known == carried.end() ? std::vector<std::string>{} : split_segments(known->second));
  }
  return segments;
}

}  // namespace

result<question_set> make_questions(const evaluate_options& options, const customer::customer_settings& shop,
                                    const recommend::scenario& plan, const logged_events& log,
                                    const logged_events& test) {
  const bool from_file = !options.test_file.empty();
  const auto& asked = from_file ? test.history : log.history;
  question_set questions;
  const auto newest_s = log.history.newest_s();
  const auto asked_s = options.test_hours > 0 ? options.test_hours * hour_s : options.test_days * day_s;
  const auto held_out_s = from_file ? 0 : asked_s;
  questions.split_s = newest_s > held_out_s ? newest_s - held_out_s : 0;
  const auto after_s = from_file ? 0 : questions.split_s;
  const auto type = choose_type(options, shop, plan, asked, after_s);
  if (!type) return type.error();
  questions.type = *type;
  questions.sessions = evaluation::sessions_after(asked, *type, after_s, shop.session_minutes * 60);
  if (from_file) questions.known_sessions = drop_known(log.history, *type, questions.sessions);
  draw_sessions(options.sessions, questions.sessions);
  questions.users = find_users(questions.sessions, asked, log.history);
  questions.segments = find_segments(questions.sessions, from_file ? test : log, *type);
  questions.training.emplace(log.history.part(std::nullopt, 0, questions.split_s));
  if (questions.sessions.size() == 0) return nothing_to_ask(questions, asked, after_s);
  if (questions.training->size() == 0)
    return failure{error::bad_parameter, "nothing to learn from: the log has no events before the test days"};
  return questions;
}

}  // namespace footfall::commands
