// What lists are worth where the catalogue is known, or purchases are few: items that nobody has clicked yet,
// and what those who looked bought in the end.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/recommend/recommender.hpp"
#include "recorded_sessions.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <functional>
#include <map>
#include <set>
#include <string_view>

namespace footfall::benchmarks {

/// The fields of each line of a gzip file with commas and no quotes, without its header. Throws
/// `file_not_read`.
inline std::vector<std::vector<std::string>> read_table(const std::filesystem::path& path) {
  const auto file = gzopen(path.c_str(), "rb");
  if (file == nullptr) throw file_not_read{path};
  std::vector<std::vector<std::string>> table;
  std::array<char, 4096> buffer{};
  while (gzgets(file, buffer.data(), static_cast<int>(buffer.size())) != nullptr) {
    auto& fields = table.emplace_back(1);
    for (const char each : std::string_view(buffer.data()))
      if (each == ',')
        fields.emplace_back();
      else if (each != '\n' && each != '\r')
        fields.back().push_back(each);
  }
  gzclose(file);
  if (!table.empty()) table.erase(table.begin());
  return table;
}

/// One question: which item comes next.
struct share_of_hits {
  std::size_t asked = 0;
  std::size_t hits = 0;
};

inline void print_share(std::string_view set, std::string_view list, const share_of_hits& found, double goal,
                        std::string_view measure = "HR@20") {
  const auto share =
      static_cast<double>(found.hits) / static_cast<double>(std::max<std::size_t>(found.asked, 1));
  const auto line = fmt::format("{:23} {:40} {:7} {} {:.4f} goal {:.3f} {:5.1f} %{}", set, list, found.asked,
                                measure, share, goal, 100 * share / goal, share < goal * 0.99 ? " -" : "");
  std::puts(line.c_str());
  std::fflush(stdout);
}

/// Whether an item is in the list of 20 of one model, asked for with `context`, newest first.
inline bool is_listed(const recommend::scenario& plan, const model::model_set& models,
                      const catalog::item_dictionary& items, std::span<const item_index> context,
                      item_index wanted) {
  recommend::query question;
  question.count = 20;
  for (const auto item : context) question.context.emplace_back(items.key_of(item));
  const auto answer = recommend::recommend(question, {plan, models, items, {}});
  return answer &&
         std::ranges::find(answer->items, wanted, &recommend::recommended_item::item) != answer->items.end();
}

/// A scenario that is the list of one model.
inline recommend::scenario list_of(const char* id) {
  recommend::scenario plan;
  plan.stages = {{{{id}}}};
  return plan;
}

/// What an item's line says of it.
using tell_item = std::function<void(const std::vector<std::string>& fields, catalog::item& told)>;

/// The next new click of test's sessions from attributes alone: of all, and where train has never seen the
/// newest item of the context, or the one that comes.
struct content_shares {
  share_of_hits all, unseen_context, unseen_target;
};

inline content_shares measure_content(const std::filesystem::path& folder, const tell_item& tell,
                                      std::span<const char* const> keys) {
  catalog::item_dictionary items;
  catalog::catalogue_editor editor(nullptr);
  for (const auto& fields : read_table(folder / "items.csv.gz")) {
    catalog::item told;
    tell(fields, told);
    editor.put(*items.add({1, static_cast<std::uint32_t>(std::stoul(fields[0])), {}}), told);
  }
  model::event_history history;
  std::set<item_index> seen;
  std::int64_t newest_ms = 0;
  for (const auto& line : read_rows(folder / "train.csv.gz")) {
    events::event click;
    click.type = events::event_type::click;
    click.time_ms = newest_ms = std::max(newest_ms, line.time_ms);
    click.user = {{line.session, 1}};
    const auto item = *items.add({1, line.item, {}});
    history.append(click, item);
    seen.insert(item);
  }
  history.settle();
  // What is equally alike comes by popularity, as in a scenario that ends with it.
  std::array definitions{model::default_definition("content", "CB"),
                         model::default_definition("popular", "POPULARITY_LONG_CLICK")};
  for (const auto* key : keys) definitions.front().attributes.push_back({.key = key});
  const auto models = model::build_models(definitions, {.history = history,
                                                        .items = items,
                                                        .now_ms = newest_ms,
                                                        .threads = 2,
                                                        .catalogue = editor.finish(newest_ms)});
  std::map<std::uint32_t, std::vector<item_index>> sessions;
  for (const auto& line : read_rows(folder / "test.csv.gz"))
    sessions[line.session].push_back(*items.add({1, line.item, {}}));
  content_shares found;
  auto plan = list_of("content");
  plan.stages.push_back(list_of("popular").stages.front());
  for (const auto& [session, clicked] : sessions) {
    std::vector<item_index> context;
    for (const auto item : clicked) {
      const bool is_new = std::ranges::find(context, item) == context.end();
      if (is_new && !context.empty()) {
        const bool hit = is_listed(plan, *models, items, context, item);
        const auto count = [&](share_of_hits& to) { ++to.asked, to.hits += hit ? 1 : 0; };
        count(found.all);
        if (!seen.contains(context.front())) count(found.unseen_context);
        if (!seen.contains(item)) count(found.unseen_target);
      }
      if (!is_new) std::erase(context, item);
      context.insert(context.begin(), item);
    }
  }
  return found;
}

/// What is bought again: each week of test customers who have bought before are shown ten items to buy again,
/// by a model of all that was bought until then. Hits are weeks in which one of them was bought, of those
/// in which something was bought that had been bought on two occasions; of all items that were shown so many
/// were bought in that week.
struct repurchase_shares {
  share_of_hits weeks, shown;
};

/// Who has bought what, and on how many occasions.
class purchase_log {
 public:
  struct occasions {
    std::size_t count = 0;
    std::int64_t newest_ms = 0;
  };
  using purchases = std::map<item_index, occasions>;

  void add(const row& line) {
    if (line.user == 0) return;
    events::event stored;
    stored.type = events::event_type::buy;
    stored.time_ms = line.time_ms;
    stored.user = key_of(line.user);
    const auto item = *items.add({1, line.item, {}});
    history.append(stored, item);
    auto& known = of_user[line.user][item];
    if (known.count == 0 || line.time_ms - known.newest_ms > occasion_ms) ++known.count;
    known.newest_ms = line.time_ms;
  }
  [[nodiscard]] static user_key key_of(std::uint32_t user) { return {{user, user}}; }

  catalog::item_dictionary items;
  model::event_history history;
  std::map<std::uint32_t, purchases> of_user;

 private:
  static constexpr std::int64_t occasion_ms = 4 * std::int64_t{86'400'000};
};

/// One customer in one week: what is shown to it then, beside what it bought.
inline void count_week(const purchase_log& log, const model::model_set& models, std::uint32_t user,
                       std::int64_t now_ms, const std::set<item_index>& bought, repurchase_shares& found) {
  const auto& before = log.of_user.at(user);
  const auto plan = list_of("again");
  recommend::query question;
  question.count = 10;
  // That there is one: the model has the times.
  const std::array own{profile::history_entry{before.begin()->first, 1, events::history_type::owns, 1}};
  const auto answer = recommend::recommend(question, {.plan = plan,
                                                      .models = models,
                                                      .items = log.items,
                                                      .history = own,
                                                      .now_ms = now_ms,
                                                      .user = purchase_log::key_of(user)});
  if (!answer) return;
  const auto hits =
      std::ranges::count_if(answer->items, [&](const auto& each) { return bought.contains(each.item); });
  found.shown.asked += answer->items.size();
  found.shown.hits += static_cast<std::size_t>(hits);
  const bool comes_again = std::ranges::any_of(bought, [&](item_index item) {
    const auto known = before.find(item);
    return known != before.end() && known->second.count > 1;
  });
  if (!comes_again) return;
  ++found.weeks.asked;
  found.weeks.hits += hits > 0 ? 1 : 0;
}

inline repurchase_shares measure_repurchases(const std::vector<row>& train, std::vector<row> test) {
  constexpr std::int64_t week_ms = 7 * std::int64_t{86'400'000};
  purchase_log log;
  for (const auto& line : train) log.add(line);
  std::ranges::stable_sort(test, {}, &row::time_ms);
  repurchase_shares found;
  const std::array definitions{model::default_definition("again", "RECURRING_BUY")};
  for (auto begin = test.begin(); begin != test.end();) {
    const auto now_ms = begin->time_ms;
    const auto end =
        std::find_if(begin, test.end(), [&](const row& each) { return each.time_ms >= now_ms + week_ms; });
    std::map<std::uint32_t, std::set<item_index>> of_week;
    for (const auto& line : std::span(begin, end))
      if (const auto item = log.items.find({1, line.item, {}})) of_week[line.user].insert(*item);
    log.history.settle();
    const auto models = model::build_models(definitions, {log.history, log.items, now_ms, 2});
    for (const auto& [user, before] : log.of_user)
      count_week(log, *models, user, now_ms, of_week[user], found);
    for (const auto& line : std::span(begin, end)) log.add(line);
    begin = end;
  }
  return found;
}

/// What those who looked at one item bought in the end, learned from all others: of all items that a buyer
/// had clicked before, and of those that are not what was bought.
struct journey_shares {
  share_of_hits all, others;
};

inline journey_shares measure_journeys(const std::filesystem::path& file) {
  struct line {
    std::string owner;
    item_index item;
    std::int64_t time_ms;
    events::event_type type;
  };
  catalog::item_dictionary items;
  std::vector<line> lines;
  std::set<std::string> buyers;
  for (const auto& fields : read_table(file)) {
    const auto type = fields[4] == "buy" ? events::event_type::buy : events::event_type::click;
    if (type != events::event_type::buy && fields[4] != "click") continue;
    lines.push_back({fields[1], *items.add({1, static_cast<std::uint32_t>(std::stoul(fields[2])), {}}),
                     std::stoll(fields[3]) * 1000, type});
    if (type == events::event_type::buy) buyers.insert(fields[1]);
  }
  journey_shares found;
  const std::array definitions{model::default_definition("ultimately", "CF_I2I_MIX_CLICK_BUY")};
  for (const auto& buyer : buyers) {
    model::event_history history;
    std::vector<item_index> clicked;
    std::set<std::pair<item_index, item_index>> asked;
    std::int64_t newest_ms = 0;
    for (const auto& each : lines) {
      newest_ms = std::max(newest_ms, each.time_ms);
      if (each.owner == buyer) {
        if (each.type == events::event_type::click) clicked.push_back(each.item);
        for (const auto item : clicked)
          if (each.type == events::event_type::buy) asked.emplace(item, each.item);
        continue;
      }
      events::event stored;
      stored.type = each.type;
      stored.time_ms = each.time_ms;
      stored.user = {{std::hash<std::string>{}(each.owner), 1}};
      history.append(stored, each.item);
    }
    history.settle();
    const auto models = model::build_models(definitions, {history, items, newest_ms, 2});
    auto plan = list_of("ultimately");
    plan.filters = recommend::nothing_left_out();
    for (const auto& [item, bought] : asked) {
      const bool hit = is_listed(plan, *models, items, std::array{item}, bought);
      const auto count = [&](share_of_hits& to) { ++to.asked, to.hits += hit ? 1 : 0; };
      count(found.all);
      if (item != bought) count(found.others);
    }
  }
  return found;
}

// The lists that know the catalogue, or journeys; goals as `HR@20`.
struct told_set {
  const char* name;
  tell_item tell;
  std::vector<const char*> compared;
  double content, unseen_context, unseen_target;  // 0: no goal
  double journeys, other_items;
};

inline void tell_clothes(const std::vector<std::string>& fields, catalog::item& told) {
  told.categories = {{fields[2]}};
  told.attribute("colour", catalog::attribute_type::nominal).texts = {fields[3]};
  told.attribute("page", catalog::attribute_type::nominal).texts = {fields[6]};
  told.price = text::price{std::stoll(fields[4]) * 100, *text::find_currency(fields[5])};
}

inline void tell_goods(const std::vector<std::string>& fields, catalog::item& told) {
  told.categories = {{}};
  std::string level;
  for (const char each : (fields[2].empty() ? fields[1] : fields[2]) + ".")
    if (each != '.')
      level.push_back(each);
    else
      told.categories.front().push_back(std::exchange(level, {}));
  told.attribute("category_id", catalog::attribute_type::nominal).texts = {fields[1]};
  told.brand = fields[3];
  told.price = text::price{std::llround(std::stod(fields[4]) * 100), *text::find_currency(fields[5])};
}

inline const std::array told_sets{
    told_set{"eshop-clothing", tell_clothes, {"category", "colour", "page", "price"}, 0.593, 0, 0, 0, 0},
    told_set{"rees46-sample",
             tell_goods,
             {"category", "category_id", "brand", "price"},
             0.505,
             0.539,
             0.554,
             0.548,
             0.212}};

inline void examine_told(const std::filesystem::path& folder, const told_set& set) {
  const auto content = measure_content(folder, set.tell, set.compared);
  print_share(set.name, "CB, next new click", content.all, set.content);
  if (set.unseen_target == 0) return;
  print_share(set.name, "CB, nobody has clicked the newest item", content.unseen_context, set.unseen_context);
  print_share(set.name, "CB, nobody has clicked the next item", content.unseen_target, set.unseen_target);
  const auto journeys = measure_journeys(folder / "events.csv.gz");
  print_share(set.name, "ultimately purchased, of any clicked item", journeys.all, set.journeys);
  print_share(set.name, "  of another than the purchased one", journeys.others, set.other_items);
}

}  // namespace footfall::benchmarks
