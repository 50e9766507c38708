// Which items the answer to one request may have: the filters of its scenario, prepared once.
#pragma once

#include "footfall/model/question.hpp"
#include "footfall/recommend/filters.hpp"

#include <boost/container/static_vector.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace footfall::recommend {

/// Admits what no filter refuses and no earlier stage has answered. Not thread-safe; each thread keeps one,
/// so that a request allocates nothing once it has grown to its usual size.
class request_admission final : public model::admission {
 public:
  /// Begins a request.
  void prepare(const filter_input& input);

  /// An earlier stage has answered with this item.
  void add_answered(item_index item);

  [[nodiscard]] bool admits(item_index item) const override {
    if ((hints_ & hint_of(item)) != 0 && is_excluded(item)) return false;
    for (const auto* row : asked_)
      if (row->refuses(*input_, item)) return refuse();
    return true;
  }

  /// The filter that refuses an item; null when none does.
  [[nodiscard]] const filter* refused_by(item_index item) const;

  /// How many items it leaves out by themselves.
  [[nodiscard]] std::size_t excluded() const noexcept { return excluded_.size(); }
  /// Whether a filter has refused a candidate so far.
  [[nodiscard]] bool has_refused() const noexcept { return has_refused_; }
  /// Whether another user might get another list, by what the filters say.
  [[nodiscard]] bool reads_user() const noexcept { return reads_user_; }

 private:
  struct excluded_item {
    item_index item;
    const filter* by;  // null: answered already
  };

  [[nodiscard]] static std::uint64_t hint_of(item_index item) { return std::uint64_t{1} << (item % 64); }
  [[nodiscard]] const excluded_item* find_excluded(item_index item) const;
  [[nodiscard]] bool is_excluded(item_index item) const;
  bool refuse() const {
    has_refused_ = true;
    return false;
  }

  std::optional<filter_input> input_;
  std::vector<excluded_item> excluded_;  // sorted by item, each once
  std::vector<item_index> found_;        // of one filter
  boost::container::static_vector<const filter*, 32> asked_;
  std::uint64_t hints_ = 0;  // an item whose bit is not set is not excluded: spares most of the searches
  bool reads_user_ = false;
  mutable bool has_refused_ = false;
};

}  // namespace footfall::recommend
