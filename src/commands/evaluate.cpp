// `footfall evaluate`: log and test sessions in, models of the training part, the same queries for all
// scenarios.
#include "evaluate.hpp"

#include "footfall/core/clock.hpp"
#include "footfall/customer/weight_chooser.hpp"
#include "footfall/evaluation/examination.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/model/editorial_items.hpp"
#include "footfall/settings/read_settings.hpp"
#include "footfall/store/engines.hpp"
#include "footfall/text/time.hpp"

#include "configured_customer.hpp"
#include "evaluation_questions.hpp"
#include "evaluation_report.hpp"
#include "logged_events.hpp"
#include "output.hpp"
#include "report_failure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::commands {

namespace {

constexpr const char* floor_id = "popularity";
constexpr std::size_t categories_most = 20;  // of the table by category

/// A scenario with the models that it names.
struct contender {
  std::string name;
  recommend::scenario plan;
  boost::shared_ptr<const model::model_set> models;
};

result<const recommend::scenario*> find_scenario(const customer::customer_settings& shop,
                                                 std::string_view option, const std::string& id) {
  if (const auto* found = shop.find_scenario(id)) return found;
  return failure{
      error::bad_configuration,
      fmt::format("{}: found \"{}\", expected the id of a scenario of customer {}", option, id, shop.id)};
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

// Those of the scenario, and what the editors leave out.
std::vector<model::model_definition> models_of(const customer::customer_settings& shop,
                                               const recommend::scenario& plan) {
  std::vector<model::model_definition> used;
  for (const auto& definition : shop.models)
    if (definition.id == model::editor_blacklist_id ||
        std::ranges::any_of(plan.stages, [&](const recommend::scenario_stage& stage) {
          return std::ranges::find(stage.models, definition.id, &recommend::stage_model::model) !=
                 stage.models.end();
        }))
      used.push_back(definition);
  return used;
}

using asked_session = std::span<const item_index>;

void ask_along(evaluation::examination& of, asked_session items, std::size_t,
               const evaluation::asked_person& whose) {
  of.ask(items, whose);
}

void ask_for_last(evaluation::examination& of, asked_session items, std::size_t,
                  const evaluation::asked_person& whose) {
  of.ask_for_missing(items, items.size() - 1, whose);
}

void ask_for_any(evaluation::examination& of, asked_session items, std::size_t session,
                 const evaluation::asked_person& whose) {
  of.ask_for_missing(items, session % items.size(), whose);
}

/// A way to ask about sessions.
struct way_of_asking {
  std::string_view name;
  evaluation::view which;
  void (*ask)(evaluation::examination& of, asked_session items, std::size_t session,
              const evaluation::asked_person& whose);
  bool of_purchases = false;  ///< sessions that are baskets
  bool of_catalogue = false;  ///< without one there is nothing that could be known of the items
  bool by_category = false;
};
constexpr std::array ways_of_asking{
    way_of_asking{"novel", evaluation::view::novel, ask_along, false, false, true},
    way_of_asking{"standard", evaluation::view::standard, ask_along},
    way_of_asking{"cold", evaluation::view::cold, ask_along, false, true},
    way_of_asking{"basket-last", evaluation::view::novel, ask_for_last, true},
    way_of_asking{"basket-any", evaluation::view::novel, ask_for_any, true},
};

// The first level of the first category of an item; empty when nobody says one.
std::string main_category(const recommend::known_categories& categories, item_index item) {
  std::string found;
  categories.visit(item, [&](std::string_view path) {
    if (found.empty()) found = path.substr(0, path.find('/'));
  });
  return found;
}

// Those of fewest queries become one.
std::vector<judged_category> with_others(std::vector<judged_category> rows) {
  while (rows.size() > categories_most) {
    const auto last = std::move(rows.back());
    rows.pop_back();
    auto& others = rows.back();
    others.name = "others";
    others.queries += last.queries;
    for (std::size_t place = 0; place < last.hits.size(); ++place) others.hits[place] += last.hits[place];
  }
  return rows;
}

class evaluation_run {
 public:
  evaluation_run(const evaluate_options& options, const question_set& questions, const logged_events& log)
      : questions_(questions),
        log_(log),
        catalogue_(log.owner->catalogue.load()),
        known_(*questions.training) {
    report_.customer = options.customer;
    report_.event = events::find_event_kind(questions.type)->name;
    report_.split_ms = std::int64_t{questions.split_s} * 1000;
    report_.training_events = questions.training->size();
    if (questions.known_sessions > 0)
      report_.notes.push_back(
          fmt::format("{} sessions of the file are in the log that models learn from: left out",
                      questions.known_sessions));
    const auto shop = log.owner->settings.load();
    const auto since_ms = std::max<std::int64_t>(report_.split_ms - shop->click_categories_keep_ms, 0);
    told_.categories = {shop->click_categories ? &log.owner->categories : nullptr,
                        static_cast<std::uint32_t>(since_ms / 1000), catalogue_.get(),
                        log.owner->transfers.load()};
    told_.offered = {catalogue_.get(), shop->unknown_items, shop->currency};
    told_.session_ms = std::int64_t{shop->session_minutes} * 60'000;
    told_.segment_inactive_after_ms = shop->segment_inactive_after_ms;
    for (const auto& each : log.with_segments)
      if (each.what.time_ms <= report_.split_ms)
        log.owner->segments.apply(each.what, each.item, each.segments);
    told_.happened = &log.owner->segments;
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
    const auto choices = choose_weights(shop, settings, plan, questions_, log_.owner->items);
    for (const auto& choice : choices)
      report_.notes.push_back(fmt::format("{}: weight of session kNN of {} events {:.2f}{}: {}", name,
                                          events::find_event_kind(choice.learns_from)->name,
                                          choice.session_weight, choice.by_sets ? " of sets" : "",
                                          choice.reason));
    add(name, plan, models_of(shop, plan), choices);
  }

  evaluation_report& finish() {
    for (const auto& way : ways_of_asking) {
      if (way.of_purchases && questions_.type != events::event_type::buy) continue;
      if (way.of_catalogue && !catalogue_) continue;
      judge(way);
    }
    return report_;
  }

 private:
  void add(const std::string& name, const recommend::scenario& plan,
           const std::vector<model::model_definition>& definitions,
           const std::vector<model::weight_choice>& choices) {
    const auto shop = log_.owner->settings.load();
    const auto asked_by_segments = recommend::models_asked_by_segments({&plan, 1});
    model::add_editorial_items(definitions, shop->alphanumeric_items, log_.owner->items);
    const model::build_input input{
        .history = *questions_.training,
        .items = log_.owner->items,
        .now_ms = report_.split_ms,
        .threads = 2,
        .time_zone = shop->time_zone,
        .catalogue = catalogue_,
        .users = {[&said = log_.owner->user_attributes](const model::known_users::visitor& visit) {
          said.visit(visit);
        }},
        .time_slots = shop->time_slots,
        .segments = &log_.owner->segments,
        .asked_by_segments = asked_by_segments};
    contenders_.push_back({name, plan, model::build_models(definitions, input, choices)});
  }

  // Each session in turn, since its user's history is made for it.
  std::vector<evaluation::examination> ask_all(const way_of_asking& way) const {
    std::vector<evaluation::examination> examined;
    for (const auto& each : contenders_)
      examined.emplace_back(each.plan, *each.models, log_.owner->items, known_, questions_.type, way.which,
                            told_);
    for (std::size_t session = 0; session < questions_.sessions.size(); ++session) {
      const auto items = evaluation::items_of(questions_.sessions, session);
      const auto& [key, owner] = questions_.users[session];
      const auto begin_s = questions_.sessions.times_s[questions_.sessions.offsets[session]];
      const auto earlier = owner ? evaluation::all_entries_of(log_.history, *owner, begin_s)
                                 : std::vector<profile::history_entry>{};
      const auto said =
          key ? log_.owner->user_attributes.of(*key) : customer::user_attribute_table::sources{};
      std::vector<recommend::user_value> values;
      for (const auto& [source, told] : said)
        for (const auto& each : told->attributes) values.push_back({each.key, each.value});
      for (auto& each : examined)
        way.ask(each, items, session,
                {earlier, std::int64_t{begin_s} * 1000, key, values, questions_.segments[session]});
    }
    return examined;
  }

  void judge(const way_of_asking& way) {
    const auto examined = ask_all(way);
    judged_view judged{way.name, {}, {}};
    for (std::size_t place = 0; place < examined.size(); ++place) {
      auto& row = judged.rows.emplace_back();
      row.name = contenders_[place].name;
      row.total = examined[place].total();
      row.sure = evaluation::find_intervals(examined[place].scores());
      if (place > 0) row.change = evaluation::compare(examined[place - 1].scores(), examined[place].scores());
    }
    if (judged.rows.front().total.queries == 0) return;
    if (way.by_category) judged.categories = judge_categories(examined);
    report_.views.push_back(std::move(judged));
  }

  // By the category of the item that was looked for, those of most queries first; what is left in one row.
  [[nodiscard]] std::vector<judged_category> judge_categories(
      std::span<const evaluation::examination> examined) const {
    std::map<std::string, judged_category> by_name;
    for (std::size_t place = 0; place < examined.size(); ++place)
      for (const auto& [item, score] : examined[place].targets()) {
        const auto name = main_category(told_.categories, item);
        auto& row = by_name[name];
        row.name = name;
        row.hits.resize(examined.size());
        row.hits[place] += score.hits;
        if (place == 0) row.queries += score.queries;
      }
    std::vector<judged_category> rows;
    for (auto& [name, row] : by_name) rows.push_back(std::move(row));
    std::ranges::stable_sort(rows, std::ranges::greater(), &judged_category::queries);
    return with_others(std::move(rows));
  }

  const question_set& questions_;
  const logged_events& log_;
  const boost::shared_ptr<const catalog::catalogue> catalogue_;
  const evaluation::known_items known_;
  evaluation::item_knowledge told_;
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
  const auto log = read_log(settings->store, options.data_directory, **shop, log_end_ms);
  if (!log) return log.error();
  logged_events test{log->owner};
  if (!options.test_file.empty())
    if (auto read = read_file(options.test_file, **shop, options.data_directory, test); !read)
      return read.error();
  const auto questions = make_questions(options, **shop, **plan, *log, test);
  if (!questions) return questions.error();

  evaluation_run run(options, *questions, *log);
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
