// Hit rate and rank of the engine's lists on recorded sessions, beside the figures to reach.
//
//     accuracy FOLDER [--sets A,B] [--KEY VALUE]...
//
// FOLDER holds NAME/train.csv.gz and NAME/test.csv.gz with lines session,user,item,ts,event; keys are those
// of `tunables` below and replace what the models have by default.
//
// Fits on train, once. For each session a,b,c,d of test asks with the contexts a, ab, abc and looks for b, c,
// d in a list of 20 (`evaluation::examination`, the novel view, which is what `footfall evaluate` runs and
// asks the code that serves). Items that train does not have are no targets. The scenarios are built-in ones.
//
// Sets of purchases have lines about baskets, too: with all of a basket but the last item, or any one, as
// context `cross_sell` is asked for that one, and `personalized` for the next basket of those who have bought
// before (recall: the mean share of it that is in the list).
//
// Sets with a catalogue have lines about items that nobody has clicked, those with several events about what
// was bought in the end (`told_sets.hpp`).
#include "baskets.hpp"
#include "footfall/customer/weight_chooser.hpp"
#include "footfall/evaluation/bootstrap.hpp"
#include "footfall/evaluation/examination.hpp"
#include "model/co_occurrence.hpp"
#include "recorded_sessions.hpp"
#include "told_sets.hpp"
#include "yardstick_sample.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace footfall;
using benchmarks::file_not_read;
using benchmarks::read_rows;
using benchmarks::row;

// What is to be reached, novel HR@20 and MRR@20.
struct goal {
  double hit_rate;
  double reciprocal_rank;
};
struct data_set {
  const char* name;
  double half_life_days;
  std::size_t sample;  // sessions of which the goals were taken; 0: all
  goal pairs;          // co-occurrence alone
  goal blend;
  goal chosen;  // with the weight of session kNN that suits the set
};
constexpr std::array data_sets{
    data_set{"rsc15-100k", 7, 0, {0.5649, 0.2742}, {0.5688, 0.2750}, {0.5688, 0.2750}},
    data_set{"eshop-clothing", 30, 0, {0.7226, 0.2891}, {0.7263, 0.2903}, {0.7263, 0.2903}},
    data_set{"globo-week1", 0.25, 3000, {0.4088, 0.1219}, {0.4131, 0.1349}, {0.4131, 0.1349}},
    data_set{"online-retail", 90, 250, {0.4334, 0.2288}, {0.4361, 0.2286}, {0.4361, 0.2286}},
    data_set{"rees46-sample", 0, 0, {0.3367, 0.1493}, {0.3629, 0.1528}, {0.3629, 0.1528}},
    data_set{"movielens-latest-small", 0, 0, {0.1263, 0.0414}, {0.1363, 0.0444}, {0.1431, 0.0467}},
};
constexpr double goal_share = 0.99;

// What a run may try: the same of all models.
struct tunables {
  double neighbours = 0;  // 0: the model's own default
  double second_order = -1;
  double session_weight = -1;
  double popularity_weight = -1;
  double sets = 0;  // 1: S-kNN in place of the order-aware one
  double short_window_days = 0;
  double baskets = 0;         // nothing but so many of the newest; 0: all that there is
  double choice_seconds = 0;  // processor time of the choice of weights of purchases; 0: what it takes
};

constexpr std::int64_t day_ms = 86'400'000;

struct fitted {
  model::event_history history;
  catalog::item_dictionary items;
  std::vector<model::model_definition> definitions;
  std::int64_t newest_ms = 0;
  model::model_set models;
};

void fit(const data_set& set, const std::vector<row>& train, const tunables& chosen, fitted& out) {
  for (const auto& event : train) {
    events::event stored;
    stored.type = events::event_type::click;
    stored.time_ms = event.time_ms;
    // A user per session: sessions stay as they are in the file.
    stored.user = {{event.session, event.session}};
    out.history.append(stored, *out.items.add({1, event.item, {}}));
    out.newest_ms = std::max(out.newest_ms, event.time_ms);
  }
  out.definitions = {model::default_definition("also_clicked", "CF_I2I_CLICK"),
                     model::default_definition(
                         "session_clicked", chosen.sets > 0 ? "SESSION_KNN_SET_CLICK" : "SESSION_KNN_CLICK"),
                     model::default_definition("top_clicked", "POPULARITY_SHORT_CLICK")};
  for (auto& definition : out.definitions) {
    if (chosen.neighbours > 0)
      definition.set(model::option::neighbours, static_cast<std::uint32_t>(chosen.neighbours));
    if (chosen.second_order >= 0) definition.set(model::option::second_order, chosen.second_order);
    definition.set(model::option::history,
                   out.newest_ms);  // all there is: the ratings of movielens span 20 years
    definition.set(model::option::short_window, static_cast<std::int64_t>(chosen.short_window_days * day_ms));
    if (definition.type != "SESSION_KNN_SET_CLICK")
      definition.set(model::option::half_life, static_cast<std::int64_t>(set.half_life_days * day_ms));
  }
  out.history.settle({0x7FFFFFFF});
  out.models = *model::build_models(out.definitions, {out.history, out.items, out.newest_ms, 2});
}

recommend::scenario built_in(std::string_view id) {
  for (const auto& plan : recommend::built_in_scenarios())
    if (plan.id == id) return plan;
  std::abort();
}

recommend::scenario blend(const tunables& chosen) {
  auto plan = built_in("detailpage");
  auto& parts = plan.stages.front().models;
  for (auto& part : parts) {
    if (chosen.session_weight >= 0 && part.model == "also_clicked")
      part.weight = static_cast<float>(1 - chosen.session_weight);
    if (chosen.session_weight >= 0 && part.model == "session_clicked")
      part.weight = static_cast<float>(chosen.session_weight);
    if (chosen.popularity_weight >= 0 && part.model == "top_clicked")
      part.weight = static_cast<float>(chosen.popularity_weight);
  }
  std::erase_if(parts, [](const recommend::stage_model& part) { return !(part.weight > 0); });
  return plan;
}

// A session of test: its items that train has.
struct test_session {
  std::vector<item_index> items;
  std::int64_t begun_ms = 0;
};

// Those that can be asked about, by the time of their first item.
std::vector<test_session> read_sessions(const std::filesystem::path& file, fitted& model) {
  const evaluation::known_items known(model.history);
  std::vector<test_session> sessions;
  for (const auto& event : read_rows(file)) {
    if (event.session >= sessions.size()) sessions.resize(event.session + 1);
    const auto item = model.items.add({1, event.item, {}});
    if (!item || !known.contains(*item)) continue;
    auto& session = sessions[event.session];
    if (session.items.empty()) session.begun_ms = event.time_ms;
    session.items.push_back(*item);
  }
  std::erase_if(sessions, [](const test_session& session) { return session.items.size() < 2; });
  std::ranges::stable_sort(sessions, {}, &test_session::begun_ms);
  return sessions;
}

class report {
 public:
  report(const data_set& set, const fitted& model, const std::vector<test_session>& sessions)
      : set_(set), model_(model), known_(model.history), sessions_(sessions) {}

  // Asks the sessions that the goal was taken of, then, where these are a sample, all.
  void print(const recommend::scenario& plan, const model::model_set& models, std::string_view list,
             const goal& goal) const {
    if (set_.sample == 0 || set_.sample >= sessions_.size()) {
      print_line(plan, models, list, sessions_, &goal);
      return;
    }
    std::vector<test_session> sample;
    for (const auto place : benchmarks::draw_sample(sessions_.size(), set_.sample))
      sample.push_back(sessions_[place]);
    print_line(plan, models, list, sample, &goal);
    print_line(plan, models, "  all sessions", sessions_, nullptr);
  }

 private:
  static std::string share_of(double value, const double* goal) {
    if (goal == nullptr) return fmt::format("{:16}", "");
    const auto share = value / *goal;
    return fmt::format("{:.4f} {:5.1f} %{:2}", *goal, 100 * share, share < goal_share ? " -" : "");
  }

  void print_line(const recommend::scenario& plan, const model::model_set& models, std::string_view list,
                  const std::vector<test_session>& sessions, const goal* goal) const {
    evaluation::examination examined(plan, models, model_.items, known_, events::event_type::click,
                                     evaluation::view::novel);
    const auto started = std::chrono::steady_clock::now();
    for (const auto& session : sessions) examined.ask(session.items);
    const std::chrono::duration<double, std::micro> spent = std::chrono::steady_clock::now() - started;
    const auto total = examined.total();
    const auto sure = evaluation::find_intervals(examined.scores());
    const auto line =
        fmt::format("{:23} {:15} {:8} {:7}  {:.4f} {:.3f}-{:.3f} {}  {:.4f} {:.3f}-{:.3f} {} {:6.1f}",
                    set_.name, list, total.sessions, total.queries, total.hit_rate, sure.hit_rate.low,
                    sure.hit_rate.high, share_of(total.hit_rate, goal == nullptr ? nullptr : &goal->hit_rate),
                    total.reciprocal_rank, sure.reciprocal_rank.low, sure.reciprocal_rank.high,
                    share_of(total.reciprocal_rank, goal == nullptr ? nullptr : &goal->reciprocal_rank),
                    spent.count() / static_cast<double>(total.queries));
    std::puts(line.c_str());
    std::fflush(stdout);
  }

  const data_set& set_;
  const fitted& model_;
  evaluation::known_items known_;
  const std::vector<test_session>& sessions_;
};

// What the builder would choose from the log that train is.
model::weight_choice choose_weight(const fitted& model) {
  customer::customer_settings settings;
  settings.session_minutes = 1440;
  settings.models = model.definitions;
  const auto chooser = customer::weight_chooser::begin(events::event_type::click, settings, model.history,
                                                       model.items, model.newest_ms);
  constexpr auto unlimited = std::numeric_limits<std::int64_t>::max() / 2;
  return *chooser->advance(system_clock(), unlimited, unlimited);
}

// The set's own model of sessions as sets of items, under the id of the one that it replaces.
void replace_session_model(const fitted& model, model::model_set& models) {
  auto definition = model.definitions[1];
  definition.type = "SESSION_KNN_SET_CLICK";
  const auto built =
      model::build_models(std::span(&definition, 1), {model.history, model.items, model.newest_ms, 2});
  std::ranges::replace_if(
      models.models, [&](const model::built_model& each) { return each.definition.id == definition.id; },
      built->models.front());
}

void examine(const std::filesystem::path& folder, const data_set& set, const tunables& chosen) {
  fitted model;
  fit(set, read_rows(folder / set.name / "train.csv.gz"), chosen, model);
  const auto choice = choose_weight(model);
  const auto sessions = read_sessions(folder / set.name / "test.csv.gz", model);
  const report lines(set, model, sessions);
  lines.print(built_in("also_clicked"), model.models, "co-occurrence", set.pairs);
  lines.print(blend(chosen), model.models, "blend", set.blend);
  if (choice.is_default) {
    std::printf("%-23s chosen weight: the default; %s\n", set.name, std::string(choice.reason).c_str());
    return;
  }
  auto models = model.models;
  models.choices = {choice};
  if (choice.by_sets) replace_session_model(model, models);
  lines.print(blend(chosen), models,
              fmt::format("chosen {:.2f}{}", choice.session_weight, choice.by_sets ? " set" : ""),
              set.chosen);
}

// The sets of which users and baskets are recorded, with HR@20 / MRR@20 of the last line, of any line, and
// the recall of the next basket.
struct basket_set {
  const char* name;
  benchmarks::basket_goal last;
  benchmarks::basket_goal any;
  benchmarks::basket_goal next;
  double repurchased, shown;
};
constexpr std::array basket_sets{
    basket_set{"online-retail", {0.44, 0.21}, {0.41, 0.148}, {0.24, 0}, 0.762, 0.054}};

void examine_baskets(const std::filesystem::path& folder, const basket_set& set, const tunables& chosen) {
  benchmarks::text_numbers users;
  const auto train = read_rows(folder / set.name / "train.csv.gz", users);
  const auto test = read_rows(folder / set.name / "test.csv.gz", users);
  const benchmarks::basket_run run(train, test, static_cast<std::size_t>(chosen.baskets),
                                   chosen.choice_seconds);
  for (const auto& choice : run.models().choices)
    std::printf("%-23s baskets: half life %s, session kNN %.2f%s, sets %.2f, own items %.2f: %s\n", set.name,
                choice.half_life_ms < 0
                    ? "of the model types"
                    : fmt::format("{} days", static_cast<double>(choice.half_life_ms) / day_ms).c_str(),
                choice.session_weight, choice.by_sets ? " of sets" : "", choice.set_weight, choice.own_weight,
                choice.reason.c_str());
  const auto plan = built_in("cross_sell");
  benchmarks::print_basket_line(set.name, "cross_sell, last line", "HR@20 / MRR@20",
                                run.ask_for_missing(plan, true), set.last);
  benchmarks::print_basket_line(set.name, "cross_sell, any line", "HR@20 / MRR@20",
                                run.ask_for_missing(plan, false), set.any);
  benchmarks::print_basket_line(set.name, "personalized, next basket", "recall@20 / hit@20",
                                run.ask_for_next(built_in("personalized")), set.next);
  benchmarks::print_basket_line(set.name, "SUGGESTION, next basket", "recall@20 / hit@20",
                                run.ask_for_next(benchmarks::list_of("shopping_list")), {0, 0});
  const auto again = benchmarks::measure_repurchases(train, test);
  benchmarks::print_share(set.name, "RECURRING_BUY, weeks with a repurchase", again.weeks, set.repurchased,
                          "HR@10");
  benchmarks::print_share(set.name, "RECURRING_BUY, items shown", again.shown, set.shown, "bought");
}

// Reads `--name value`; false when there is no such name.
bool read_option(std::string_view name, const char* value, std::string& sets, tunables& chosen) {
  if (name == "--sets") {
    sets = value;
    return true;
  }
  constexpr std::array<std::pair<std::string_view, double tunables::*>, 8> options{{
      {"--neighbours", &tunables::neighbours},
      {"--second-order", &tunables::second_order},
      {"--session-weight", &tunables::session_weight},
      {"--popularity-weight", &tunables::popularity_weight},
      {"--session-sets", &tunables::sets},
      {"--short-window-days", &tunables::short_window_days},
      {"--baskets", &tunables::baskets},
      {"--choice-seconds", &tunables::choice_seconds},
  }};
  for (const auto& [known, member] : options)
    if (known == name) {
      chosen.*member = std::atof(value);
      return true;
    }
  return false;
}

}  // namespace

int main(int argument_count, char** arguments) {
  tunables chosen;
  std::string sets;
  bool understood = argument_count >= 2 && argument_count % 2 == 0;
  for (int index = 2; understood && index + 1 < argument_count; index += 2)
    understood = read_option(arguments[index], arguments[index + 1], sets, chosen);
  if (!understood) {
    std::fputs(
        "usage: accuracy FOLDER [--sets NAME,NAME] [--neighbours N] [--second-order W] "
        "[--session-weight W] [--popularity-weight W] [--session-sets 0|1] [--short-window-days D] "
        "[--baskets N] [--choice-seconds S]\n",
        stderr);
    return 2;
  }
  std::puts(
      "set                     list            sessions queries   HR@20 95 %         goal    share      "
      "MRR@20 95 %         goal    share    us/query");
  const auto wanted = [&](const char* name) { return sets.empty() || sets.find(name) != std::string::npos; };
  const auto run = [&](const auto& all, const auto& examine_one) {
    for (const auto& set : all) try {
        if (wanted(set.name)) examine_one(arguments[1], set, chosen);
      } catch (const file_not_read& missing) {
        std::printf("%-24s skipped: %s cannot be read\n", set.name, missing.path.c_str());
      }
  };
  if (chosen.baskets == 0) run(data_sets, examine);
  run(basket_sets, examine_baskets);
  run(benchmarks::told_sets, [](const std::filesystem::path& folder, const auto& set, const tunables&) {
    benchmarks::examine_told(folder / set.name, set);
  });
  return EXIT_SUCCESS;
}
