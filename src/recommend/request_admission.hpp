// Which items the answer to one request may have: the filters of its scenario, prepared once.
#pragma once

#include "footfall/model/question.hpp"
#include "footfall/recommend/filters.hpp"
#include "recommend/item_turns.hpp"

#include <boost/container/static_vector.hpp>

#include <algorithm>
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

  /// Whether some filter depends on what else is in the answer.
  [[nodiscard]] bool depends_on_answered() const noexcept { return depends_on_answered_; }

  /// Of an item that is admitted: whether it may come behind those chosen so far. If so, it is chosen.
  [[nodiscard]] bool choose(item_index item);

  [[nodiscard]] bool admits(item_index item) const override {
    if ((hints_ & hint_of(item)) != 0 && is_excluded(item)) return false;
    if (asked_.empty()) return true;
    const filter_candidate candidate{item, input_->told_of(item)};
    if (candidate.told != nullptr && may_turn(*candidate.told, ages_s_)) note_turn(*candidate.told);
    for (const auto& [row, found, narrows] : asked_)
      if (row->refuses(*input_, *found, candidate)) return refuse();
    return true;
  }

  /// Begins to read what filters ask of these candidates, so that it is at hand when they are asked about.
  void expect(std::span<const model::scored_item> candidates) const;

  /// From now on items that filters of these names leave out by themselves are admitted, until this is called
  /// again.
  void skip(std::span<const std::string_view> names);

  /// The filter that refuses an item; null when none does.
  [[nodiscard]] const filter* refused_by(item_index item) const;

  /// Items among which are all that it admits; nothing when no filter knows them. Valid until the
  /// next request begins.
  [[nodiscard]] std::optional<model::item_lists> narrowed() const noexcept { return narrowed_; }

  /// How many items it leaves out by themselves.
  [[nodiscard]] std::size_t excluded() const noexcept { return excluded_.size(); }
  /// Whether a filter has refused a candidate so far.
  [[nodiscard]] bool has_refused() const noexcept { return has_refused_; }
  /// When time alone last changed what is said of the context items and of candidates so far, or what is left
  /// out by itself. Of what nobody has looked at nothing depends.
  [[nodiscard]] std::int64_t turned_ms() const noexcept { return turned_ms_; }
  /// Whether another user might get another list, by what the filters say.
  [[nodiscard]] bool reads_user() const noexcept { return reads_user_; }

 private:
  struct excluded_item {
    item_index item;
    std::uint32_t by;  // bits of rows, and `answered`
  };
  static constexpr std::uint32_t answered = std::uint32_t{1} << 31;  // by an earlier stage

  struct asked_filter {
    const filter* row;
    filter_findings* found;
    bool narrows;
  };

  [[nodiscard]] static std::uint32_t bit_of(const filter& row) {
    return std::uint32_t{1} << (&row - filters().data());
  }
  void prepare(const filter& row, filter_findings& found);
  [[nodiscard]] static std::uint64_t hint_of(item_index item) { return std::uint64_t{1} << (item % 64); }
  [[nodiscard]] const excluded_item* find_excluded(item_index item) const;
  [[nodiscard]] bool is_excluded(item_index item) const;
  void note_turn(const catalog::item_record& told) const {
    turned_ms_ = std::max(turned_ms_, 1000 * newest_turn_s(told, ages_s_, input_->now_ms / 1000));
  }
  bool refuse() const {
    has_refused_ = true;
    return false;
  }

  std::optional<filter_input> input_;
  std::vector<excluded_item> excluded_;                      // sorted by item, each once
  std::vector<filter_findings> findings_;                    // by row
  boost::container::static_vector<asked_filter, 31> asked_;  // those that name all that they admit first
  std::optional<model::item_lists> narrowed_;
  std::uint32_t skipped_ = 0;  // bits of rows
  std::uint64_t hints_ = 0;    // an item whose bit is not set is not excluded: spares most of the searches
  bool reads_user_ = false;
  bool depends_on_answered_ = false;
  std::vector<std::int64_t> ages_s_;  // of items, where a filter, a boost or a model changes its mind
  mutable std::int64_t turned_ms_ = 0;
  mutable bool has_refused_ = false;
};

}  // namespace footfall::recommend
