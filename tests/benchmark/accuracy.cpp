// Hit rate and rank of the engine's lists on recorded sessions, beside the figures to reach.
//
//     accuracy FOLDER [--sets A,B] [--KEY VALUE]...
//
// FOLDER holds NAME/train.csv.gz and NAME/test.csv.gz with lines session,user,item,ts,event; keys are those
// of `tunables` below and replace what the models have by default.
//
// Fits on train, once. For each session a,b,c,d of test asks with the contexts a, ab, abc and looks for b, c,
// d in a list of 20 (`evaluation::examination`, the novel view). Items that train does not have are no
// targets.
#include "footfall/evaluation/examination.hpp"
#include "recorded_sessions.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace footfall;
using benchmarks::file_not_read;
using benchmarks::read_rows;
using benchmarks::row;

// What is to be reached, novel HR@20 and MRR@20. The figures of globo-week1 and online-retail were taken from
// 3,000 and 250 random test sessions; here all of them are asked.
struct goal {
  double hit_rate;
  double reciprocal_rank;
};
struct data_set {
  const char* name;
  double half_life_days;
  goal pairs;  // co-occurrence alone
  goal blend;
};
constexpr std::array data_sets{
    data_set{"rsc15-100k", 7, {0.5649, 0.2742}, {0.5688, 0.2750}},
    data_set{"eshop-clothing", 30, {0.7226, 0.2891}, {0.7263, 0.2903}},
    data_set{"globo-week1", 0.25, {0.4088, 0.1219}, {0.4131, 0.1349}},
    data_set{"online-retail", 90, {0.4334, 0.2288}, {0.4361, 0.2286}},
    data_set{"rees46-sample", 0, {0.3367, 0.1493}, {0.3629, 0.1528}},
    data_set{"movielens-latest-small", 0, {0.1263, 0.0414}, {0.1363, 0.0444}},
};

// What a run may try: the same of all models.
struct tunables {
  double neighbours = 0;  // 0: the model's own default
  double second_order = -1;
  double session_weight = 0.35;
  double popularity_weight = 0.03;
  double sets = 0;  // 1: S-kNN in place of the order-aware one
  double short_window_days = 0;
};

constexpr std::int64_t day_ms = 86'400'000;

struct fitted {
  model::event_history history;
  catalog::item_dictionary items;
  boost::shared_ptr<const model::model_set> models;
};

void fit(const data_set& set, const std::vector<row>& train, const tunables& chosen, fitted& out) {
  std::int64_t newest_ms = 0;
  for (const auto& event : train) {
    events::event stored;
    stored.type = events::event_type::click;
    stored.time_ms = event.time_ms;
    // A user per session: sessions stay as they are in the file.
    stored.user = {{event.session, event.session}};
    out.history.append(stored, *out.items.add({1, event.item, {}}));
    newest_ms = std::max(newest_ms, event.time_ms);
  }
  std::array definitions{model::default_definition("also_clicked", "CF_I2I_CLICK"),
                         model::default_definition("session_clicked", "SESSION_KNN_CLICK"),
                         model::default_definition("session_sets", "SESSION_KNN_SET_CLICK"),
                         model::default_definition("top_clicked", "POPULARITY_SHORT_CLICK")};
  for (auto& definition : definitions) {
    if (chosen.neighbours > 0) definition.neighbours = static_cast<std::uint32_t>(chosen.neighbours);
    if (chosen.second_order >= 0) definition.second_order = chosen.second_order;
    definition.history_ms = std::int64_t{3650} * day_ms;
    definition.short_window_ms = static_cast<std::int64_t>(chosen.short_window_days * day_ms);
    if (definition.id != "session_sets")
      definition.half_life_ms = static_cast<std::int64_t>(set.half_life_days * day_ms);
  }
  out.history.settle({0x7FFFFFFF});
  out.models = model::build_models(definitions, {out.history, out.items, newest_ms, 2});
}

recommend::scenario pairs_alone() {
  recommend::scenario plan;
  plan.id = "co-occurrence";
  plan.stages = {{{{"also_clicked"}}}, {{{"top_clicked"}}}};
  return plan;
}

recommend::scenario blend(const tunables& chosen) {
  using enum recommend::context_flag;
  recommend::scenario plan;
  plan.id = "blend";
  recommend::scenario_stage stage;
  const auto add = [&](const char* id, double weight, bool everywhere) {
    if (weight > 0) stage.models.push_back({id, static_cast<float>(weight), automatic, everywhere});
  };
  add("also_clicked", 1 - chosen.session_weight, false);
  add(chosen.sets > 0 ? "session_sets" : "session_clicked", chosen.session_weight, false);
  add("top_clicked", chosen.popularity_weight, true);
  plan.stages = {stage, {{{"top_clicked"}}}};
  return plan;
}

std::vector<std::vector<item_index>> read_sessions(const std::filesystem::path& file, fitted& model) {
  std::vector<std::vector<item_index>> sessions;
  for (const auto& event : read_rows(file)) {
    if (event.session >= sessions.size()) sessions.resize(event.session + 1);
    if (const auto item = model.items.add({1, event.item, {}})) sessions[event.session].push_back(*item);
  }
  return sessions;
}

void report(const data_set& set, const recommend::scenario& plan, const goal& goal, const fitted& model,
            const std::vector<std::vector<item_index>>& sessions) {
  const evaluation::known_items known(model.history);
  evaluation::examination examined(plan, *model.models, model.items, known, events::event_type::click,
                                   evaluation::view::novel);
  const auto started = std::chrono::steady_clock::now();
  for (const auto& session : sessions) examined.ask(session);
  const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - started;
  const auto total = examined.total();
  std::printf("%-24s %-14s %8zu %8zu  %.4f  %.4f %6.1f %%  %.4f  %.4f %6.1f %%  %6.1f\n", set.name,
              plan.id.c_str(), total.sessions, total.queries, total.hit_rate, goal.hit_rate,
              100 * total.hit_rate / goal.hit_rate, total.reciprocal_rank, goal.reciprocal_rank,
              100 * total.reciprocal_rank / goal.reciprocal_rank,
              1e6 * spent.count() / static_cast<double>(total.queries));
}

void examine(const std::filesystem::path& folder, const data_set& set, const tunables& chosen) {
  fitted model;
  fit(set, read_rows(folder / set.name / "train.csv.gz"), chosen, model);
  const auto sessions = read_sessions(folder / set.name / "test.csv.gz", model);
  report(set, pairs_alone(), set.pairs, model, sessions);
  report(set, blend(chosen), set.blend, model, sessions);
  std::fflush(stdout);
}

// Reads `--name value`; false when there is no such name.
bool read_option(std::string_view name, const char* value, std::string& sets, tunables& chosen) {
  if (name == "--sets") {
    sets = value;
    return true;
  }
  constexpr std::array<std::pair<std::string_view, double tunables::*>, 6> options{{
      {"--neighbours", &tunables::neighbours},
      {"--second-order", &tunables::second_order},
      {"--session-weight", &tunables::session_weight},
      {"--popularity-weight", &tunables::popularity_weight},
      {"--session-sets", &tunables::sets},
      {"--short-window-days", &tunables::short_window_days},
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
        "[--session-weight W] [--popularity-weight W] [--session-sets 0|1] [--short-window-days D]\n",
        stderr);
    return 2;
  }
  std::puts(
      "set                      list           sessions  queries   HR@20    goal            MRR@20    goal"
      "            us/query");
  for (const auto& set : data_sets) try {
      if (sets.empty() || sets.find(set.name) != std::string::npos) examine(arguments[1], set, chosen);
    } catch (const file_not_read& missing) {
      std::printf("%-24s skipped: %s cannot be read\n", set.name, missing.path.c_str());
    }
  return EXIT_SUCCESS;
}
