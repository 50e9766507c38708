// The engine's figures as a table with the goals beside them: building, bringing up to date, memory,
// answering.
#include "counted_allocations.hpp"
#include "footfall/core/clock.hpp"
#include "footfall/model/model_set.hpp"
#include "footfall/recommend/answer_record.hpp"
#include "footfall/recommend/recommender.hpp"
#include "told_shop.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace {

using namespace footfall;
using benchmarks::synthetic_shop;

constexpr unsigned threads = 2;
constexpr std::size_t new_events = 50'000;

void print(std::string_view what, std::size_t millions, const std::string& found, std::string_view goal) {
  fmt::print("{:<52} {:>4} {:>16}  {}\n", what, millions == 0 ? "" : fmt::format("{} M", millions), found,
             goal.empty() ? "" : fmt::format("goal {}", goal));
}

std::string seconds(std::int64_t ns) { return fmt::format("{:.3f} s", static_cast<double>(ns) / 1e9); }
std::string megabytes(double bytes) { return fmt::format("{:.0f} MB", bytes / 1e6); }

/// A line of /proc/self/status in bytes.
double process_bytes(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (double kilobytes = 0; word == name && status >> kilobytes) return kilobytes * 1024;
  return 0;
}

/// Makes the peak of the resident memory start again from what is used now.
void reset_peak() { std::ofstream("/proc/self/clear_refs") << "5"; }

std::string microseconds(std::vector<std::int64_t>& taken_ns, std::size_t percent = 50) {
  std::ranges::sort(taken_ns);
  return fmt::format("{:.1f} us", static_cast<double>(taken_ns[taken_ns.size() * percent / 100]) / 1000);
}

std::string_view goal_of_build(std::size_t millions) {
  return millions == 5 ? "< 0.5 s" : millions == 50 ? "< 6 s" : "";
}

// One model of the shop: built from the whole history, then brought up to date twice.
class measured_model {
 public:
  measured_model(std::string_view id, std::string_view type)
      : definition_(model::default_definition(id, type)), updater_(make_updater()) {}

  void update(const model::build_input& input) {
    reset_peak();
    const auto before = process_bytes("VmRSS:");
    const auto started_ns = clock_.steady_ns();
    model_ = updater_->update(input);
    taken_ns_ = clock_.steady_ns() - started_ns;
    extra_bytes_ = process_bytes("VmHWM:") - before;
  }

  [[nodiscard]] const std::string& id() const { return definition_.id; }
  [[nodiscard]] std::int64_t taken_ns() const { return taken_ns_; }
  [[nodiscard]] double extra_bytes() const { return extra_bytes_; }
  [[nodiscard]] const model::build_record& record() const { return model_->record(); }

  [[nodiscard]] const model::model& made() const { return *model_; }

 private:
  [[nodiscard]] std::unique_ptr<model::model_updater> make_updater() {
    const auto& kind = *model::find_model_kind(definition_.type);
    if (kind.type == "EDITOR_BASED") definition_.items = {"1", "2", "3"};
    return kind.make_updater(definition_, kind.learns_from);
  }

  const system_clock clock_;
  model::model_definition definition_;
  std::unique_ptr<model::model_updater> updater_;
  boost::shared_ptr<const model::model> model_;
  std::int64_t taken_ns_ = 0;
  double extra_bytes_ = 0;
};

void print_stages(const model::build_record& record) {
  for (const auto& stage : record.stages)
    print(fmt::format("    {}", stage.name), 0, seconds(stage.duration_ns),
          stage.memory_bytes == 0 ? "" : "");
}

void measure_building(std::size_t millions) {
  const system_clock clock;
  synthetic_shop shop;
  catalog::item_dictionary items;
  benchmarks::fill(items);
  model::event_history history;
  shop.fill(history, millions * 1'000'000);
  auto started_ns = clock.steady_ns();
  history.settle();
  print("grouping into sessions", millions, seconds(clock.steady_ns() - started_ns), "");
  print("history in memory", millions, megabytes(static_cast<double>(history.memory_bytes())), "");

  const model::build_input input{history, items, std::int64_t{benchmarks::newest_s} * 1000, threads};
  std::array models{measured_model("also_clicked", "CF_I2I_CLICK"),
                    measured_model("session_clicked", "SESSION_KNN_CLICK"),
                    measured_model("top_clicked", "POPULARITY_SHORT_CLICK")};
  for (auto& each : models) {
    const bool pairs = &each == models.data();
    each.update(input);
    print(fmt::format("{}: whole history", each.id()), millions, seconds(each.taken_ns()),
          pairs ? goal_of_build(millions) : "");
    print_stages(each.record());
    print(fmt::format("{}: extra memory at the peak", each.id()), millions, megabytes(each.extra_bytes()),
          pairs && millions == 5 ? "< 250 MB" : "");
    print(fmt::format("{}: serving, kept for updates", each.id()), millions,
          fmt::format("{} + {}", megabytes(static_cast<double>(each.record().memory_bytes)),
                      megabytes(static_cast<double>(each.record().state_bytes))),
          "");
  }
  // The first round of new events is of new visitors only: the second is like those of every day.
  for (const bool shown : {false, true}) {
    shop.go_on(history, new_events);
    started_ns = clock.steady_ns();
    history.settle();
    auto total_ns = clock.steady_ns() - started_ns;
    if (shown) print("50,000 new events: grouping", millions, seconds(total_ns), "");
    for (auto& each : models) {
      each.update(input);
      total_ns += each.taken_ns();
      if (!shown) continue;
      print(fmt::format("50,000 new events: {}{}", each.id(),
                        each.record().from_changes ? "" : ", from the whole history"),
            millions, seconds(each.taken_ns()), "");
      print_stages(each.record());
    }
    if (shown) print("50,000 new events: all", millions, seconds(total_ns), millions == 50 ? "< 1 s" : "");
  }
}

void measure_answers() {
  synthetic_shop shop;
  catalog::item_dictionary items;
  benchmarks::fill(items);
  model::event_history history;
  shop.fill(history, 500'000, std::array{events::event_type::click, events::event_type::buy});
  history.settle();
  const auto models = model::build_models(
      model::built_in_models(), {history, items, std::int64_t{benchmarks::newest_s} * 1000, threads});
  auto scenarios = recommend::built_in_scenarios().edit();
  // The blend of one behaviour: that of cross_sell has two.
  recommend::scenario clicks;
  clicks.id = "clicks_blended";
  clicks.stages.resize(1);
  clicks.stages[0].models = {{"also_clicked", 0.65F},
                             {"session_clicked", 0.35F},
                             {"top_clicked", 0.03F, recommend::context_flag::automatic, true}};
  scenarios.push_back(clicks);
  std::vector<recommend::query> questions(4096);
  for (auto& question : questions)
    for (int rank = 0; rank < 5; ++rank) question.context.emplace_back(items.key_of(shop.draw_item()));
  const system_clock clock;
  for (const auto& [id, goal] : {std::pair{"popular", ""},
                                 {"also_clicked", "< 15 us"},
                                 {"clicks_blended", "< 60 us"},
                                 {"cross_sell", "< 60 us"}}) {
    const auto& scenario = *std::ranges::find(scenarios, id, &recommend::scenario::id);
    recommend::recommend_input input{scenario, *models, items, {}};
    std::vector<std::int64_t> taken_ns;
    std::vector<std::int64_t> explained_ns;
    std::size_t allocations = 0;
    for (int round = 0; round < 16; ++round)
      for (const auto& question : questions) {
        const bool explains = round % 2 == 1;
        recommend::answer_record record;
        input.record = explains ? &record : nullptr;
        const auto before = benchmarks::allocations.load();
        const auto started_ns = clock.steady_ns();
        const auto answer = recommend::recommend(question, input);
        (explains ? explained_ns : taken_ns).push_back(clock.steady_ns() - started_ns);
        if (!explains) allocations += benchmarks::allocations.load() - before;
        if (!answer) std::abort();
      }
    print(fmt::format("{}, 5 context items: p50", id), 0, microseconds(taken_ns), goal);
    print(fmt::format("{}, 5 context items: p99", id), 0, microseconds(taken_ns, 99), goal);
    print(fmt::format("{}, and why: p50", id), 0, microseconds(explained_ns), "");
    print(fmt::format("{}: allocations", id), 0,
          fmt::format("{:.1f}", static_cast<double>(allocations) / static_cast<double>(taken_ns.size())),
          "< 10");
  }
}

// A page of a category of 20 items, among a million of which 100,000 of other categories are more popular.
void measure_small_category() {
  constexpr std::size_t many = 1'000'000;
  catalog::item_dictionary items;
  model::event_history history;
  for (std::uint32_t number = 1; number <= many; ++number) {
    events::event click;
    click.type = events::event_type::click;
    click.user = {{number, number}};
    click.time_ms = (std::int64_t{benchmarks::newest_s} - number % 1000) * 1000;
    history.append(click, *items.add({1, number, {}}));
  }
  history.settle();
  catalog::catalogue_editor editor(nullptr);
  for (item_index item = 0; item < 20; ++item) {
    catalog::item told;
    told.categories = {{"Shoes", "Boots"}};
    editor.put(static_cast<item_index>(many - 1 - item * 40'000), told);
  }
  const auto told = editor.finish(std::int64_t{benchmarks::newest_s} * 1000);
  const std::array definitions{model::default_definition("top_clicked", "POPULARITY_LONG_CLICK")};
  const auto models =
      model::build_models(definitions, {history, items, std::int64_t{benchmarks::newest_s} * 1000, threads});
  recommend::scenario plan;
  plan.stages = {{{{"top_clicked"}}}};
  plan.filters.same_category = true;
  recommend::query question;
  question.categories = {"Shoes"};
  const recommend::recommend_input input{
      .plan = plan, .models = *models, .items = items, .history = {}, .categories = {nullptr, 0, told.get()}};
  const system_clock clock;
  std::vector<std::int64_t> taken_ns;
  for (int round = 0; round < 1000; ++round) {
    const auto started_ns = clock.steady_ns();
    const auto answer = recommend::recommend(question, input);
    taken_ns.push_back(clock.steady_ns() - started_ns);
    if (!answer || answer->items.size() != recommend::items_default) std::abort();
  }
  print("a category of 20 items among a million: p50", 0, microseconds(taken_ns), "");
  print("a category of 20 items among a million: p99", 0, microseconds(taken_ns, 99), "< 100 us");
}

const std::vector<std::string> one_company{"1"};

// What the buyers of some companies did, as much as is kept of each type; half a minute between two events.
struct company_events {
  synthetic_shop& shop;
  profile::segment_log log{};
  std::uint32_t time_s = benchmarks::newest_s - 30 * profile::segment_log::events_max;

  void add(events::event_type type, std::uint64_t company) {
    events::event made;
    made.type = type;
    made.time_ms = std::int64_t{time_s} * 1000;
    made.user = {{time_s % 97, company}};
    log.apply(made, shop.draw_item(), std::to_string(company));
  }
  void fill(std::uint64_t companies) {
    for (std::size_t event = 0; event < profile::segment_log::events_max; ++event, time_s += 30)
      for (const auto type : {events::event_type::click, events::event_type::buy})
        add(type, 1 + event % companies);
  }
};

// A request for the buyers of a company: where nothing has happened there since the last one, and where
// something has; and what the writer takes for an event meanwhile.
void measure_companies() {
  for (const std::uint64_t companies : {1U, 500U}) {
    synthetic_shop shop;
    company_events told{shop};
    told.fill(companies);
    for (const auto* type : {"B2B_LAST_CLICK", "B2B_RECURRING_BUY"}) {
      const auto definition = model::default_definition("measured", type);
      const model::event_history history;
      const catalog::item_dictionary items;
      const auto now_ms = std::int64_t{benchmarks::newest_s} * 1000;
      const auto models = model::build_models({&definition, 1}, {history, items, now_ms});
      const system_clock clock;
      for (const bool anew : {false, true}) {
        std::vector<std::int64_t> taken_ns;
        std::vector<std::int64_t> written_ns;
        for (int round = 0; round < 1000; ++round) {
          auto started_ns = clock.steady_ns();
          if (anew) told.add(models->models[0].kind->learns_from, 1);
          written_ns.push_back(clock.steady_ns() - started_ns);
          model::scored_list found;
          started_ns = clock.steady_ns();
          models->models[0].content->answer(
              {.wanted = 10, .now_ms = now_ms, .segments = one_company, .happened = &told.log}, found);
          taken_ns.push_back(clock.steady_ns() - started_ns);
        }
        const auto what = fmt::format("{}, one of {} companies{}", type, companies, anew ? ", anew" : "");
        print(what, 0, microseconds(taken_ns), "");
        if (anew) print(what + ": writing", 0, microseconds(written_ns), "");
      }
    }
  }
}

// The middle of what one model takes for an answer, without filters and mixtures.
std::string time_of_answers(const model::model& asked, synthetic_shop& shop,
                            const profile::segment_log& happened) {
  using enum events::history_type;
  constexpr std::array own{clicked, consumed, owns, basket, rated};
  const system_clock clock;
  std::vector<std::int64_t> taken_ns;
  model::scored_list found;
  for (int round = 0; round < 1000; ++round) {
    std::array<item_index, 5> context{};
    for (auto& each : context) each = shop.draw_item();
    std::vector<profile::history_entry> history;
    for (std::uint32_t place = 0; place < 20; ++place)
      history.push_back(
          {shop.draw_item(), benchmarks::newest_s - place * 86'400, own[place % own.size()], 1});
    const model::question question{.context = context,
                                   .history = history,
                                   .user = shop.draw_user(),
                                   .wanted = 10,
                                   .now_ms = std::int64_t{benchmarks::newest_s} * 1000,
                                   .segments = one_company,
                                   .happened = &happened};
    found.clear();
    const auto started_ns = clock.steady_ns();
    asked.answer(question, found);
    taken_ns.push_back(clock.steady_ns() - started_ns);
  }
  return microseconds(taken_ns);
}

// A row for every kind of the table: a million events, 200,000 of each of five types, and a catalogue.
void measure_kinds() {
  using enum events::event_type;
  constexpr std::array types{click, consume, buy, basket, rate};
  constexpr std::size_t new_events_of_kind = 2000;
  synthetic_shop shop;
  catalog::item_dictionary items;
  benchmarks::fill(items);
  model::event_history history;
  shop.fill(history, 200'000, types);
  history.settle();
  const auto catalogue = benchmarks::make_catalogue();
  company_events companies{shop};
  companies.fill(500);
  fmt::print("\n{:<34} {:>10} {:>16} {:>10} {:>12}\n", "every kind, 1 M events", "built", "2,000 new events",
             "memory", "answer, p50");
  for (const auto& kind : model::model_kinds()) {
    const model::build_input input{.history = history,
                                   .items = items,
                                   .now_ms = std::int64_t{benchmarks::newest_s} * 1000,
                                   .threads = threads,
                                   .catalogue = catalogue};
    measured_model each("measured", kind.type);
    each.update(input);
    const auto built = seconds(each.taken_ns());
    shop.go_on(history, new_events_of_kind, types);
    history.settle();
    each.update(input);
    fmt::print("{:<34} {:>10} {:>16} {:>10} {:>12}\n", kind.type, built, seconds(each.taken_ns()),
               megabytes(static_cast<double>(each.record().memory_bytes + each.record().state_bytes)),
               time_of_answers(each.made(), shop, companies.log));
  }
}

}  // namespace

int main(int count, char** arguments) {
  fmt::print("{:<52} {:>4} {:>16}\n", "engine: 100,000 items, Zipf 1.0, 5 events a session", "", "found");
  for (int place = 1; place < count; ++place)
    measure_building(static_cast<std::size_t>(std::atoi(arguments[place])));
  measure_answers();
  measure_small_category();
  measure_companies();
  measure_kinds();
  return 0;
}
