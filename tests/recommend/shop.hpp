// A shop with models whose lists a test writes down itself.
#pragma once

#include "footfall/model/ranking.hpp"
#include "footfall/recommend/recommender.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <initializer_list>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace footfall::test {

// Inside the two classes `model` is their base class, so the names of the namespace are written out.

/// Best-first list for everybody.
class fixed_list final : public model::model {
 public:
  explicit fixed_list(const std::vector<footfall::model::scored_item>& items, std::size_t events = 0)
      : ranks_(ranked(items)) {
    record_.events_used = events;
  }
  void answer(const footfall::model::question& asked, footfall::model::scored_list& out) const override {
    ranks_.answer(asked, out);
  }
  const footfall::model::ranking* ranks() const noexcept override { return &ranks_; }
  const footfall::model::build_record& record() const noexcept override { return record_; }
  void save(footfall::model::model_writer&) const override {}

 private:
  static std::vector<footfall::model::ranked_item> ranked(
      const std::vector<footfall::model::scored_item>& items) {
    std::vector<footfall::model::ranked_item> list;
    for (const auto& entry : items) list.push_back({entry.item, entry.score});
    return list;
  }

  footfall::model::ranking ranks_;
  footfall::model::build_record record_;
};

/// Neighbours of context items; the item of rank r counts 1 / (r + 1).
class fixed_neighbours final : public model::model {
 public:
  using rows = std::map<item_index, std::map<item_index, float>>;
  explicit fixed_neighbours(rows neighbours) : rows_(std::move(neighbours)) {}
  void answer(const footfall::model::question& asked, footfall::model::scored_list& out) const override {
    const auto context = asked.context;
    for (std::size_t rank = 0; rank < context.size(); ++rank) {
      const auto row = rows_.find(context[rank]);
      if (row == rows_.end()) continue;
      for (const auto& [item, weight] : row->second) {
        auto entry = std::ranges::find(out, item, &footfall::model::scored_item::item);
        if (entry == out.end()) entry = out.insert(out.end(), {item, 0, 0});
        entry->score += weight / static_cast<float>(rank + 1);
        entry->context_bits |= 1U << rank;
      }
    }
  }
  const footfall::model::build_record& record() const noexcept override { return record_; }
  void save(footfall::model::model_writer&) const override {}

 private:
  rows rows_;
  footfall::model::build_record record_;
};

/// Says one item in a mixture and another where it stands alone.
class two_faced final : public model::model {
 public:
  two_faced(item_index mixed, item_index alone) : mixed_(mixed), alone_(alone) {}
  void answer(const footfall::model::question& asked, footfall::model::scored_list& out) const override {
    out.push_back({asked.alone ? alone_ : mixed_, 1, 1});
  }
  const footfall::model::build_record& record() const noexcept override { return record_; }
  void save(footfall::model::model_writer&) const override {}

 private:
  item_index mixed_;
  item_index alone_;
  footfall::model::build_record record_;
};

/// Items 0..99 of type 1 with ids 1000, 999, ..., so that the order of keys is not that of indices, and items
/// 100..109 of type 2.
struct shop {
  catalog::item_dictionary items;
  model::model_set models;
  recommend::scenario plan;
  std::vector<profile::history_entry> history;

  shop() {
    for (std::uint32_t item = 0; item < 100; ++item) static_cast<void>(items.add({1, 1000 - item, {}}));
    for (std::uint32_t item = 0; item < 10; ++item) static_cast<void>(items.add({2, 1 + item, {}}));
    plan.id = "box";
  }

  void add_list(const char* id, const std::vector<model::scored_item>& list, std::size_t events = 0) {
    add(id, "POPULARITY_LONG_CLICK", boost::make_shared<fixed_list>(list, events));
  }
  void add_neighbours(const char* id, fixed_neighbours::rows rows) {
    add(id, "CF_I2I_CLICK", boost::make_shared<fixed_neighbours>(std::move(rows)));
  }
  void add(const char* id, const char* type, boost::shared_ptr<const model::model> content) {
    models.models.push_back(
        {model::default_definition(id, type), model::find_model_kind(type), std::move(content)});
  }
  void add_stage(std::vector<recommend::stage_model> parts) { plan.stages.push_back({std::move(parts)}); }

  result<recommend::recommendation> ask(const recommend::query& question) const {
    return recommend::recommend(question, {plan, models, items, history});
  }
  recommend::recommendation answer(const recommend::query& question) const { return ask(question).value(); }

  recommend::query about(std::initializer_list<item_index> context, std::uint32_t count = 10) const {
    recommend::query question;
    for (const auto item : context) question.context.emplace_back(items.key_of(item));
    question.count = count;
    return question;
  }
};

inline std::vector<item_index> items_of(const recommend::recommendation& answer) {
  std::vector<item_index> found;
  for (const auto& entry : answer.items) found.push_back(entry.item);
  return found;
}

}  // namespace footfall::test
