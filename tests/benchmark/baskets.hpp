// What the lists are worth to baskets: the line that one lacks, and the next one of a customer.
#pragma once

#include "footfall/customer/weight_chooser.hpp"
#include "footfall/recommend/recommender.hpp"
#include "recorded_sessions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <limits>
#include <map>
#include <random>
#include <string_view>
#include <vector>

namespace footfall::benchmarks {

constexpr std::uint32_t basket_list_items = 20;

/// The histories of customers as a server has them: each item once, with how often, newest first.
class purchase_histories {
 public:
  void add(std::uint32_t user, item_index item, std::int64_t time_ms) {
    if (user == 0) return;
    auto& own = by_user_[user];
    const auto known = std::ranges::find(own, item, &profile::history_entry::item);
    const auto before = known == own.end() ? 0 : known->value;
    if (known != own.end()) own.erase(known);
    own.insert(own.begin(), {item, static_cast<std::uint32_t>(time_ms / 1000), events::history_type::owns,
                             static_cast<std::uint8_t>(std::min(before + 1, 255))});
    own.resize(std::min(
        own.size(), profile::history_items_max(events::history_type::owns, profile::history_items_default)));
  }
  [[nodiscard]] std::span<const profile::history_entry> of(std::uint32_t user) const {
    const auto known = by_user_.find(user);
    return known == by_user_.end() ? std::span<const profile::history_entry>{} : known->second;
  }

 private:
  std::map<std::uint32_t, std::vector<profile::history_entry>> by_user_;
};

struct basket {
  std::uint32_t user = 0;
  std::int64_t time_ms = 0;
  std::vector<item_index> items;  ///< that train has, in the order of the lines
};

/// Hits and ranks of one kind of question.
struct basket_score {
  std::size_t asked = 0;
  double first = 0;   ///< hits, or recalls
  double second = 0;  ///< 1 / rank, or hits
};

/// Models of train's purchases, and the questions of test's baskets.
class basket_run {
 public:
  basket_run(const std::vector<row>& train, const std::vector<row>& test, std::size_t baskets,
             double choice_seconds) {
    learn(train);
    read(test, baskets);
    choose(choice_seconds);
  }

  /// The weights that the builder would have chosen.
  [[nodiscard]] const model::model_set& models() const noexcept { return models_; }

  /// One line of each basket is asked for with the others as context, the last or any.
  [[nodiscard]] basket_score ask_for_missing(const recommend::scenario& plan, bool last) const {
    basket_score score;
    std::mt19937_64 random(42);
    walk([&](const basket& each, std::span<const profile::history_entry> history) {
      if (each.items.size() < 2) return;
      const auto place = last ? each.items.size() - 1 : random() % each.items.size();
      recommend::query question;
      for (auto item = each.items.rbegin(); item != each.items.rend(); ++item)
        if (*item != each.items[place]) question.context.emplace_back(items_.key_of(*item));
      const auto list = ask(plan, question, each, history);
      ++score.asked;
      const auto hit = std::ranges::find(list, each.items[place]);
      if (hit == list.end()) return;
      score.first += 1;
      score.second += 1 / static_cast<double>(hit - list.begin() + 1);
    });
    return score;
  }

  /// The whole of the next basket of those who have bought before, without context: recall and hits.
  [[nodiscard]] basket_score ask_for_next(const recommend::scenario& plan) const {
    basket_score score;
    walk([&](const basket& each, std::span<const profile::history_entry> history) {
      if (history.empty() || each.items.empty()) return;
      const auto list = ask(plan, {}, each, history);
      const auto found = std::ranges::count_if(
          each.items, [&](item_index item) { return std::ranges::count(list, item) != 0; });
      ++score.asked;
      score.first += static_cast<double>(found) / static_cast<double>(each.items.size());
      score.second += found > 0 ? 1 : 0;
    });
    return score;
  }

 private:
  void learn(const std::vector<row>& train) {
    for (const auto& line : train) {
      events::event stored;
      stored.type = events::event_type::buy;
      stored.time_ms = line.time_ms;
      // Each basket of somebody unknown is of a person of its own.
      const auto known = std::uint64_t{line.user};
      const auto person = line.user != 0 ? known : (std::uint64_t{1} << 32U) + line.session;
      stored.user = {{person, person}};
      const auto item = *items_.add({1, line.item, {}});
      history_.append(stored, item);
      newest_ms_ = std::max(newest_ms_, line.time_ms);
      bought_.add(line.user, item, line.time_ms);
    }
    history_.settle();
    settings_.models.clear();
    for (const auto& each : model::built_in_models())
      if (model::find_model_kind(each.type)->learns_from == events::event_type::buy)
        settings_.models.edit().push_back(each);
  }

  void choose(double seconds) {
    const auto chooser =
        customer::weight_chooser::begin(events::event_type::buy, settings_, history_, items_, newest_ms_);
    constexpr auto unlimited = std::numeric_limits<std::int64_t>::max() / 2;
    const auto budget_ns = seconds > 0 ? static_cast<std::int64_t>(seconds * 1e9) : unlimited;
    const auto choice = *chooser->advance(system_clock(), unlimited, budget_ns);
    models_ =
        *model::build_models(settings_.models, {history_, items_, newest_ms_, 2}, std::span(&choice, 1));
  }

  // The newest `wanted`, or all, in the order of time.
  void read(const std::vector<row>& test, std::size_t wanted) {
    std::map<std::uint32_t, basket> by_session;
    for (const auto& line : test) {
      auto& each = by_session[line.session];
      each.user = line.user;
      each.time_ms = line.time_ms;
      if (const auto item = items_.find({1, line.item, {}})) each.items.push_back(*item);
    }
    for (auto& [session, each] : by_session) baskets_.push_back(std::move(each));
    std::ranges::stable_sort(baskets_, {}, &basket::time_ms);
    asked_from_ = wanted == 0 || wanted >= baskets_.size() ? 0 : baskets_.size() - wanted;
  }

  // Each basket with what its customer has bought before.
  template <class Visit>
  void walk(Visit visit) const {
    auto known = bought_;
    for (std::size_t place = 0; place < baskets_.size(); ++place) {
      const auto& each = baskets_[place];
      if (place >= asked_from_) visit(each, known.of(each.user));
      for (const auto item : each.items) known.add(each.user, item, each.time_ms);
    }
  }

  [[nodiscard]] std::vector<item_index> ask(const recommend::scenario& plan, recommend::query question,
                                            const basket& whose,
                                            std::span<const profile::history_entry> history) const {
    question.count = basket_list_items;
    const auto answer = recommend::recommend(question, {plan, models_, items_, history, whose.time_ms});
    std::vector<item_index> list;
    if (answer)
      for (const auto& each : answer->items) list.push_back(each.item);
    return list;
  }

  model::event_history history_;
  catalog::item_dictionary items_;
  customer::customer_settings settings_;
  purchase_histories bought_;  // at the end of train
  std::int64_t newest_ms_ = 0;
  std::vector<basket> baskets_;
  std::size_t asked_from_ = 0;
  model::model_set models_;
};

struct basket_goal {
  double first;
  double second;  // 0: none
};

inline void print_basket_line(std::string_view set, std::string_view list, std::string_view measures,
                              const basket_score& score, const basket_goal& goal) {
  const auto share_of = [&](double value, double wanted) {
    if (wanted == 0) return fmt::format("{:.4f}", value);
    return fmt::format("{:.4f} goal {:.4f} {:5.1f} %{}", value, wanted, 100 * value / wanted,
                       value < wanted * 0.99 ? " -" : "");
  };
  const auto asked = static_cast<double>(std::max<std::size_t>(score.asked, 1));
  const auto line =
      fmt::format("{:23} {:28} {:7} {:17} {} / {}", set, list, score.asked, measures,
                  share_of(score.first / asked, goal.first), share_of(score.second / asked, goal.second));
  std::puts(line.c_str());
  std::fflush(stdout);
}

}  // namespace footfall::benchmarks
