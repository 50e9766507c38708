// `footfall evaluate`: log and test sessions in, models of the training part, the same queries for all
// scenarios.
#include "evaluate.hpp"

#include "footfall/core/clock.hpp"
#include "footfall/customer/weight_chooser.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/settings/read_settings.hpp"
#include "footfall/store/engines.hpp"
#include "footfall/text/time.hpp"

#include "configured_customer.hpp"
#include "evaluation_report.hpp"
#include "logged_events.hpp"
#include "output.hpp"
#include "report_failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <span>
#include <utility>
#include <vector>

namespace footfall::commands {

namespace {

constexpr std::uint32_t hour_s = 3'600;
constexpr std::uint32_t day_s = 24 * hour_s;
constexpr const char* floor_id = "popularity";

/// A scenario with the models that it names.
struct contender {
  std::string name;
  recommend::scenario plan;
  boost::shared_ptr<const model::model_set> models;
};

/// What is asked, and what models may know.
struct question_set {
  events::event_type type{};
  std::uint32_t split_s = 0;
  std::optional<model::event_history> training;
  model::session_columns sessions;
  std::size_t known_sessions = 0;  ///< of the file, left out since the log has them
  std::string time_zone = "UTC";
};

result<const recommend::scenario*> find_scenario(const customer::customer_settings& shop,
                                                 std::string_view option, const std::string& id) {
  if (const auto* found = shop.find_scenario(id)) return found;
  return failure{
      error::bad_configuration,
      fmt::format("{}: found \"{}\", expected the id of a scenario of customer {}", option, id, shop.id)};
}

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

result<question_set> make_questions(const evaluate_options& options, const customer::customer_settings& shop,
                                    const recommend::scenario& plan, const logged_events& log,
                                    const model::event_history& test) {
  const bool from_file = !options.test_file.empty();
  const auto& asked = from_file ? test : log.history;
  question_set questions;
  const auto newest_s = log.history.newest_s();
  const auto asked_s = options.test_hours > 0 ? options.test_hours * hour_s : options.test_days * day_s;
  const auto held_out_s = from_file ? 0 : asked_s;
  questions.split_s = newest_s > held_out_s ? newest_s - held_out_s : 0;
  const auto after_s = from_file ? 0 : questions.split_s;
  const auto type = choose_type(options, shop, plan, asked, after_s);
  if (!type) return type.error();
  questions.type = *type;
  questions.time_zone = shop.time_zone;
  questions.sessions = evaluation::sessions_after(asked, *type, after_s, shop.session_minutes * 60);
  if (from_file) questions.known_sessions = drop_known(log.history, *type, questions.sessions);
  draw_sessions(options.sessions, questions.sessions);
  questions.training.emplace(log.history.part(std::nullopt, 0, questions.split_s));
  if (questions.sessions.size() == 0) return nothing_to_ask(questions, asked, after_s);
  if (questions.training->size() == 0)
    return failure{error::bad_parameter, "nothing to learn from: the log has no events before the test days"};
  return questions;
}

// As the server would: what is chosen from the part of the log that models may know.
std::vector<model::weight_choice> choose_weights(const customer::customer_settings& shop,
                                                 const settings::application_settings& settings,
                                                 const recommend::scenario& plan,
                                                 const question_set& questions,
                                                 const catalog::item_dictionary& items) {
  std::vector<model::weight_choice> choices;
  const bool wanted = std::ranges::any_of(plan.stages, &recommend::scenario_stage::chosen_weights);
  if (!shop.choose_weights || !wanted) return choices;
  const system_clock time;
  for (const auto& kind : model::model_kinds()) {
    if (kind.family != model::model_family::session_order) continue;
    const auto chooser = customer::weight_chooser::begin(kind.learns_from, shop, *questions.training, items,
                                                         std::int64_t{questions.split_s} * 1000);
    if (!chooser) continue;
    const auto made = chooser->advance(time, std::numeric_limits<std::int64_t>::max(),
                                       settings.models.choice_budget_ms * 1'000'000);
    if (made) choices.push_back(*made);
  }
  return choices;
}

std::vector<model::model_definition> models_of(const customer::customer_settings& shop,
                                               const recommend::scenario& plan) {
  std::vector<model::model_definition> used;
  for (const auto& definition : shop.models)
    if (std::ranges::any_of(plan.stages, [&](const recommend::scenario_stage& stage) {
          return std::ranges::find(stage.models, definition.id, &recommend::stage_model::model) !=
                 stage.models.end();
        }))
      used.push_back(definition);
  return used;
}

class evaluation_run {
 public:
  evaluation_run(const evaluate_options& options, const question_set& questions, const logged_events& log)
      : questions_(questions), log_(log), known_(*questions.training) {
    report_.customer = options.customer;
    report_.event = events::find_event_kind(questions.type)->name;
    report_.split_ms = std::int64_t{questions.split_s} * 1000;
    report_.training_events = questions.training->size();
    if (questions.known_sessions > 0)
      report_.notes.push_back(
          fmt::format("{} sessions of the file are in the log that models learn from: left out",
                      questions.known_sessions));
  }

  void add_floor() {
    const auto* kind = model::find_model_kind(model::model_family::popularity, questions_.type);
    if (kind == nullptr) return;
    recommend::scenario plan;
    plan.id = floor_id;
    plan.stages = {{{{floor_id}}}};
    add(floor_id, plan, {model::default_definition(floor_id, kind->type)}, {});
  }

  void add_scenario(const std::string& name, const customer::customer_settings& shop,
                    const settings::application_settings& settings, const recommend::scenario& plan) {
    const auto choices = choose_weights(shop, settings, plan, questions_, log_.items);
    for (const auto& choice : choices)
      report_.notes.push_back(fmt::format("{}: weight of session kNN of {} events {:.2f}{}: {}", name,
                                          events::find_event_kind(choice.learns_from)->name,
                                          choice.session_weight, choice.by_sets ? " of sets" : "",
                                          choice.reason));
    add(name, plan, models_of(shop, plan), choices);
  }

  evaluation_report& finish() {
    for (const auto which : {evaluation::view::novel, evaluation::view::standard})
      report_.views.push_back(judge(which));
    return report_;
  }

 private:
  void add(const std::string& name, const recommend::scenario& plan,
           const std::vector<model::model_definition>& definitions,
           const std::vector<model::weight_choice>& choices) {
    model::build_input input{*questions_.training, log_.items, report_.split_ms, 2};
    input.time_zone = questions_.time_zone;
    contenders_.push_back({name, plan, model::build_models(definitions, input, choices)});
  }

  judged_view judge(evaluation::view which) {
    judged_view judged{which, {}};
    std::vector<evaluation::session_score> before;
    for (const auto& each : contenders_) {
      evaluation::examination examined(each.plan, *each.models, log_.items, known_, questions_.type, which);
      for (std::size_t session = 0; session < questions_.sessions.size(); ++session)
        examined.ask(evaluation::items_of(questions_.sessions, session));
      auto& row = judged.rows.emplace_back();
      row.name = each.name;
      row.total = examined.total();
      row.sure = evaluation::find_intervals(examined.scores());
      if (!before.empty()) row.change = evaluation::compare(before, examined.scores());
      before.assign(examined.scores().begin(), examined.scores().end());
    }
    return judged;
  }

  const question_set& questions_;
  const logged_events& log_;
  const evaluation::known_items known_;
  std::vector<contender> contenders_;
  evaluation_report report_;
};

result<evaluation_report> measure(const evaluate_options& options) {
  const auto settings = settings::read_settings_file(options.configuration);
  if (!settings) return settings.error();
  const auto shop = find_customer(*settings, options.customer);
  if (!shop) return shop.error();
  const auto plan = find_scenario(**shop, "--scenario", options.scenario);
  if (!plan) return plan.error();

  auto log_end_ms = std::numeric_limits<std::int64_t>::max();
  if (!options.until.empty()) {
    const auto until_ms = text::read_time_ms(options.until, (*shop)->time_zone);
    if (!until_ms) return failure{error::bad_configuration, "--until: " + until_ms.error().detail()};
    log_end_ms = *until_ms;
  }
  logged_events log;
  if (auto read = read_log(settings->store, options.data_directory, **shop, log_end_ms, log); !read)
    return read.error();
  model::event_history test;
  if (!options.test_file.empty())
    if (auto read = read_file(options.test_file, **shop, options.data_directory, log.items, test); !read)
      return read.error();
  const auto questions = make_questions(options, **shop, **plan, log, test);
  if (!questions) return questions.error();

  evaluation_run run(options, *questions, log);
  run.add_floor();
  run.add_scenario(options.scenario, **shop, *settings, **plan);
  if (!options.compare.empty()) {
    const auto other = find_scenario(**shop, "--compare", options.compare);
    if (!other) return other.error();
    run.add_scenario(options.compare, **shop, *settings, **other);
  }
  if (!options.compare_configuration.empty()) {
    const auto changed = settings::read_settings_file(options.compare_configuration);
    if (!changed) return changed.error();
    const auto same_shop = find_customer(*changed, options.customer);
    if (!same_shop) return same_shop.error();
    const auto other = find_scenario(**same_shop, "--compare-config", options.scenario);
    if (!other) return other.error();
    run.add_scenario(options.scenario + " changed", **same_shop, *changed, **other);
  }
  return std::move(run.finish());
}

}  // namespace

exit_status evaluate(const evaluate_options& options) {
  const auto report = measure(options);
  if (!report) return report_failure(report.error());
  print("{}", options.json ? to_json(*report) : to_table(*report));
  return success;
}

}  // namespace footfall::commands
