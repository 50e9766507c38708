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
  explicit fixed_list(const std::vector<footfall::model::scored_item>& items, std::size_t events = 0);
  void answer(const footfall::model::question& asked, footfall::model::scored_list& out) const override;
  const footfall::model::ranking* ranks() const noexcept override { return &ranks_; }
  const footfall::model::build_record& record() const noexcept override { return record_; }
  void save(footfall::model::model_writer&) const override {}

 private:
  static std::vector<footfall::model::ranked_item> ranked(
      const std::vector<footfall::model::scored_item>& items);

  footfall::model::ranking ranks_;
  footfall::model::build_record record_;
};

/// Neighbours of context items; the item of rank r counts 1 / (r + 1).
class fixed_neighbours final : public model::model {
 public:
  using rows = std::map<item_index, std::map<item_index, float>>;
  explicit fixed_neighbours(rows neighbours) : rows_(std::move(neighbours)) {}
  void answer(const footfall::model::question& asked, footfall::model::scored_list& out) const override;
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
  void answer(const footfall::model::question& asked, footfall::model::scored_list& out) const override;
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

  shop();

  void add_list(const char* id, const std::vector<model::scored_item>& list, std::size_t events = 0);
  void add_neighbours(const char* id, fixed_neighbours::rows rows);
  void add(const char* id, const char* type, boost::shared_ptr<const model::model> content);
  void add_stage(std::vector<recommend::stage_model> parts) { plan.stages.push_back({std::move(parts)}); }

  result<recommend::recommendation> ask(const recommend::query& question) const;
  recommend::recommendation answer(const recommend::query& question) const { return ask(question).value(); }

  recommend::query about(std::initializer_list<item_index> context, std::uint32_t count = 10) const;
};

std::vector<item_index> items_of(const recommend::recommendation& answer);

}  // namespace footfall::test
