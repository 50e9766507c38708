// Groups of items in place of groups of users: nothing is kept of anybody, and the first click counts.
#include "model/stereotypes.hpp"

#include "model/co_occurrence.hpp"
#include "model/popularity.hpp"
#include "model/stage_times.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <string>

namespace footfall::model {

namespace {

constexpr std::string_view rows_source = "rows";
constexpr std::size_t neighbours_of_item = 30;
constexpr std::size_t neighbours_of_leader = 10;
constexpr int rounds = 10;
// The most popular ones: of others nobody's taste is known by.
constexpr std::size_t grouped_items_max = 200'000;
constexpr std::size_t listed_items_max =
    10'000;  // of a question's group: of more the whole ranking is walked
constexpr double history_prior = 5;

struct group_edge {
  item_index other;
  float weight;  // A of one way
};

// The best neighbours of an item, best first.
void find_neighbours(const model& rows, item_index item, scored_list& found) {
  found.clear();
  const std::array context{item};
  rows.answer({.context = context, .wanted = neighbours_of_item, .alone = true}, found);
  std::ranges::sort(found, [](const scored_item& left, const scored_item& right) {
    return left.score != right.score ? left.score > right.score : left.item < right.item;
  });
  if (found.size() > neighbours_of_item) found.resize(neighbours_of_item);
}

// Makes groups of items. Not thread-safe.
class group_finder {
 public:
  group_finder(const model& rows, const ranking& popular) : rows_(rows) {
    for (const auto& entry : popular.items().first(std::min(popular.items().size(), grouped_items_max)))
      items_.push_back(entry.item);
    const auto last = std::ranges::max_element(items_);
    edges_.resize(last == items_.end() ? 0 : std::size_t{*last} + 1);
    groups_.group_of.resize(edges_.size());
  }

  item_groups find(std::size_t most) {
    choose_leaders(most);
    sizes_.assign(std::size_t{groups_.count} + 1, 0);
    for (int round = 0; round < rounds; ++round) join();
    return std::move(groups_);
  }

 private:
  // Also notes who is whose neighbour.
  void choose_leaders(std::size_t most) {
    std::vector<char> marked(edges_.size());
    scored_list found;
    for (const auto item : items_) {
      find_neighbours(rows_, item, found);
      std::erase_if(found, [&](const scored_item& each) { return each.item >= edges_.size(); });
      for (const auto& each : found) {
        edges_[item].push_back({each.item, each.score});
        edges_[each.item].push_back({item, each.score});
      }
      if (marked[item] != 0 || groups_.count == most) continue;
      groups_.group_of[item] = ++groups_.count;
      leaders_.push_back(item);
      for (std::size_t place = 0; place < std::min(found.size(), neighbours_of_leader); ++place)
        marked[found[place].item] = 1;
    }
  }

  void join() {
    std::ranges::fill(sizes_, 0);
    for (const auto group : groups_.group_of) ++sizes_[group];
    auto next = groups_.group_of;
    for (const auto item : items_) next[item] = best_group(item);
    for (const auto leader : leaders_) next[leader] = groups_.group_of[leader];
    groups_.group_of = std::move(next);
  }

  // As of the round before; 0 where no neighbour is in any.
  std::uint32_t best_group(item_index item) {
    sums_.clear();
    for (const auto& edge : edges_[item]) {
      const auto group = groups_.group_of[edge.other];
      if (group == 0) continue;
      auto known = std::ranges::find(sums_, group, &group_sum::group);
      if (known == sums_.end()) known = sums_.insert(sums_.end(), {group, 0});
      known->sum += double{edge.weight};
    }
    group_sum best{0, 0};
    for (auto each : sums_) {
      each.sum /= std::sqrt(static_cast<double>(sizes_[each.group]));
      if (each.sum > best.sum || (each.sum == best.sum && each.group < best.group)) best = each;
    }
    return best.group;
  }

  struct group_sum {
    std::uint32_t group;
    double sum;
  };

  const model& rows_;
  std::vector<item_index> items_;  // the most popular first
  std::vector<std::vector<group_edge>> edges_;
  std::vector<item_index> leaders_;
  std::vector<std::size_t> sizes_;
  std::vector<group_sum> sums_;
  item_groups groups_;
};

// A value that may be a group.
struct group_value {
  std::size_t items = 0;
  std::uint32_t group = 0;  // 0: none
};

// Each once.
std::vector<std::string> group_values_of(const catalog::catalogue& told, item_index item,
                                         std::string_view key) {
  std::vector<std::string> values;
  const auto read = told.find(item) == nullptr ? result<catalog::item>(catalog::item{}) : told.read(item);
  if (!read) return values;
  if (key == "brand" && !read->brand.empty()) values.push_back(read->brand);
  if (key == "category")
    for (const auto& path : read->categories) {
      auto& value = values.emplace_back();
      for (const auto& name : path) value.append(value.empty() ? "" : "/").append(name);
    }
  if (const auto* attribute = read->find(key, catalog::attribute_type::nominal))
    values.insert(values.end(), attribute->texts.begin(), attribute->texts.end());
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

class stereotypes final : public model {
 public:
  stereotypes(ranking popular, item_groups groups, events::history_type type, const build_record& record)
      : popular_(std::move(popular)), groups_(std::move(groups)), type_(type), record_(record) {
    sums_.resize(std::size_t{groups_.count} + 1);
    for (const auto& entry : popular_.items()) sums_[group_of(entry.item)] += double{entry.score};
    record_.items = popular_.items().size();
    record_.memory_bytes = sizeof(*this) + popular_.memory_bytes() +
                           groups_.group_of.capacity() * sizeof(groups_.group_of[0]) +
                           sums_.capacity() * sizeof(sums_[0]);
  }

  void answer(const question& asked, scored_list& out) const override {
    thread_local std::vector<double> factors;
    if (asked.wanted == 0 || !find_factors(asked, factors)) return;
    if (asked.group && asked.group->items <= listed_items_max) {
      thread_local std::vector<item_index> members;
      members.clear();
      asked.group->visit([&](item_index item) { members.push_back(item); });
      std::ranges::sort(members);
      members.erase(std::unique(members.begin(), members.end()), members.end());
      for (const auto item : members) add({item, popular_.score_of(item)}, asked, factors, out);
      return;
    }
    const auto largest = *std::ranges::max_element(factors);
    thread_local std::vector<float> best;  // a heap with the least of the best scores on top
    best.clear();
    for (const auto& entry : popular_.items()) {
      // What follows is too rare to come among the best, whatever its group.
      if (best.size() == asked.wanted && double{entry.score} * largest < double{best.front()}) break;
      if (asked.bound != nullptr && !asked.bound->take_one()) break;
      if (!add(entry, asked, factors, out)) continue;
      best.push_back(out.back().score);
      std::ranges::push_heap(best, std::greater{});
      if (best.size() <= asked.wanted) continue;
      std::ranges::pop_heap(best, std::greater{});
      best.pop_back();
    }
  }
  const build_record& record() const noexcept override { return record_; }
  void save(model_writer& to) const override {
    popular_.save(to);
    to.put_all(std::span(groups_.group_of));
    to.put(groups_.count);
  }

 private:
  [[nodiscard]] std::uint32_t group_of(item_index item) const noexcept {
    return item < groups_.group_of.size() ? groups_.group_of[item] : 0;
  }

  // By group: q / pop of the group. False when there is no history to go by.
  bool find_factors(const question& asked, std::vector<double>& factors) const {
    factors.assign(sums_.size(), 0);
    double items = 0;
    for (const auto& entry : asked.history) {
      if (entry.type != type_) continue;
      ++factors[group_of(entry.item)];
      ++items;
    }
    if (items == 0 || !(popular_.total() > 0)) return false;
    for (std::size_t group = 0; group < factors.size(); ++group) {
      const auto share = history_prior * sums_[group] / popular_.total();
      factors[group] =
          sums_[group] > 0 ? (factors[group] + share) / (items + history_prior) / sums_[group] : 0;
    }
    return true;
  }

  bool add(const ranked_item& entry, const question& asked, std::span<const double> factors,
           scored_list& out) const {
    const auto score = static_cast<float>(double{entry.score} * factors[group_of(entry.item)]);
    if (!(score > 0) || !asked.may_have(entry.item)) return false;
    out.push_back({entry.item, score, 0});
    return true;
  }

  ranking popular_;
  item_groups groups_;
  std::vector<double> sums_;  // by group: of popularity
  events::history_type type_;
  build_record record_;
};

class stereotypes_updater final : public model_updater {
 public:
  stereotypes_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition),
        learns_from_(learns_from),
        popular_(make_popularity_updater(definition, learns_from)) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto popular = popular_->update(input);
    times.end_stage("popularity", popular->record().memory_bytes);
    const bool has_catalogue = definition_.source != rows_source && input.catalogue != nullptr;
    if (!groups_ || input.now_ms - grouped_at_ms_ >= static_cast<std::int64_t>(day_ms) ||
        has_catalogue != had_catalogue_) {
      groups_ = group(input, *popular->ranks());
      grouped_at_ms_ = input.now_ms;
      had_catalogue_ = has_catalogue;
    }
    times.end_stage("groups", groups_->group_of.capacity() * sizeof(groups_->group_of[0]));
    auto record = popular->record();
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    const auto* kind = find_model_kind(definition_.type);
    return make_stereotypes(*popular->ranks(), *groups_,
                            kind == nullptr ? events::history_type::none : kind->own_history, record);
  }

 private:
  [[nodiscard]] item_groups group(const build_input& input, const ranking& popular) const {
    const auto most = definition_.whole(option::groups);
    if (definition_.source != rows_source)
      return input.catalogue ? find_groups_by_value(*input.catalogue, popular, definition_.source, most)
                             : item_groups{};
    // Rows of its own, for as long as they are looked at.
    return find_groups(*make_co_occurrence_updater(rows_, learns_from_)->update(input), popular, most);
  }

  // Co-occurrence over the same history.
  static model_definition rows_of(const model_definition& definition, events::event_type learns_from) {
    const auto* kind = find_model_kind(model_family::co_occurrence, learns_from);
    auto rows = default_definition(definition.id, kind->type);
    for (const auto& each : {option::history, option::half_life, option::window_events_min})
      rows.set(each, definition[each]);
    return rows;
  }

  const model_definition definition_;
  const events::event_type learns_from_;
  const model_definition rows_ = rows_of(definition_, learns_from_);
  std::unique_ptr<model_updater> popular_;
  std::optional<item_groups> groups_;
  std::int64_t grouped_at_ms_ = 0;
  bool had_catalogue_ = false;
};

}  // namespace

item_groups find_groups(const model& rows, const ranking& popular, std::size_t most) {
  return group_finder(rows, popular).find(most);
}

item_groups find_groups_by_value(const catalog::catalogue& told, const ranking& popular, std::string_view key,
                                 std::size_t most) {
  const auto items = popular.items().first(std::min(popular.items().size(), grouped_items_max));
  std::map<std::string, group_value> by_text;
  for (const auto& entry : items)
    for (auto& text : group_values_of(told, entry.item, key)) ++by_text[std::move(text)].items;
  std::vector<group_value*> order;
  for (auto& [text, value] : by_text) order.push_back(&value);
  std::ranges::stable_sort(order, std::greater(), &group_value::items);
  order.resize(std::min(order.size(), most));
  item_groups groups;
  for (auto* value : order) value->group = ++groups.count;
  for (const auto& entry : items) {
    std::uint32_t rarest = 0;  // the last in that order
    for (const auto& text : group_values_of(told, entry.item, key))
      rarest = std::max(rarest, by_text.at(text).group);
    if (groups.group_of.size() <= entry.item) groups.group_of.resize(std::size_t{entry.item} + 1);
    groups.group_of[entry.item] = rarest;
  }
  return groups;
}

boost::shared_ptr<const model> make_stereotypes(ranking popular, item_groups groups,
                                                events::history_type type, const build_record& record) {
  return boost::make_shared<const stereotypes>(std::move(popular), std::move(groups), type, record);
}

std::unique_ptr<model_updater> make_stereotypes_updater(const model_definition& definition,
                                                        events::event_type learns_from) {
  return std::make_unique<stereotypes_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_stereotypes(const model_definition& definition,
                                                const build_record& record, model_reader& from,
                                                std::size_t items_end) {
  auto popular = ranking::load(from, items_end);
  item_groups groups;
  if (!popular || !from.take_all(groups.group_of) || !from.take(groups.count)) return nullptr;
  const auto is_sound = [&](std::uint32_t group) { return group <= groups.count; };
  if (groups.count > definition.whole(option::groups) || groups.group_of.size() > items_end ||
      !std::ranges::all_of(groups.group_of, is_sound))
    return nullptr;
  const auto* kind = find_model_kind(definition.type);
  return make_stereotypes(std::move(*popular), std::move(groups),
                          kind == nullptr ? events::history_type::none : kind->own_history, record);
}

}  // namespace footfall::model
