// The part of a model that a request asks for, by attributes of items and by what some users did (protocol
// I2, I3).
#pragma once

#include "footfall/model/question.hpp"
#include "footfall/model/sliced_ranking.hpp"
#include "footfall/model/submodel.hpp"
#include "footfall/recommend/filters.hpp"
#include "footfall/recommend/recommender.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::recommend {

/// Whether values may be groups of their own in models of this kind. Thread-safe.
[[nodiscard]] bool has_dynamic_parts(const model::model_kind& kind) noexcept;

/// The submodels of a model, and values that are asked for by themselves as groups of their own, where items
/// have them and no other group does. Thread-safe.
[[nodiscard]] std::vector<model::submodel> with_asked_values(std::span<const model::submodel> configured,
                                                             std::span<const attribute_selector> selectors,
                                                             const catalog::catalogue& told);

/// Whether a value is in a part of the submodel that a request selects. Thread-safe.
[[nodiscard]] bool selects_value(const model::submodel& of, const attribute_selector& by,
                                 std::string_view value);

/// What of the request selects parts of a model with these submodels, for people: `color=lime; price=0:50`.
/// Empty: nothing does, and the whole model answers. Thread-safe.
[[nodiscard]] std::string selected_part(std::span<const model::submodel> of,
                                        std::span<const attribute_selector> selectors);

/// Admits of what others admit what is in the part of a model that a request asks for: values of one key are
/// alternatives, different keys must all fit; what no group of the model has selects nothing. Not
/// thread-safe; each thread keeps one.
class model_part final : public model::admission {
 public:
  /// Begins a question. Of items in all strict views an event has to be in them. All that is given outlives
  /// the question. False: the whole model is to answer, and this is not to be asked.
  [[nodiscard]] bool prepare(std::span<const model::submodel> of,
                             std::span<const attribute_selector> selectors,
                             std::span<const model::slice_view> views, const filter_input& input,
                             const model::admission& others);

  [[nodiscard]] bool admits(item_index item) const override;

  /// Items among which are all that it admits; nothing when they are not known.
  [[nodiscard]] std::optional<model::item_lists> narrowed() const noexcept { return narrowed_; }
  /// Whether a candidate was outside.
  [[nodiscard]] bool has_refused() const noexcept { return has_refused_; }

 private:
  // An interval with its ends.
  struct bounds {
    double from;
    double to;
    bool holds_end;
    [[nodiscard]] bool holds(double number) const noexcept {
      return from <= number && (number < to || (holds_end && number == to));
    }
  };
  // What of one key is asked for.
  struct wanted_values {
    std::vector<std::span<const item_index>> lists;
    std::vector<bounds> intervals;
    const catalog::item_numbers* numbers = nullptr;  // null: none
    bool by_price = false;
    std::vector<item_index> numbered;  // of `numbers` those that are wanted, where they are few
    std::vector<std::span<const item_index>> narrowing;  // `lists` and `numbered`
    void clear();
  };

  void begin(const filter_input& input, const model::admission& others);
  wanted_values& want_key();
  void want_group(const model::submodel& of, std::string_view value, wanted_values& to) const;
  static void want_range(const model::submodel& of, const model::number_interval& range, wanted_values& to);
  void narrow(wanted_values& by);
  [[nodiscard]] bool is_wanted(const wanted_values& by, item_index item) const;
  [[nodiscard]] static bool is_in(std::span<const bounds> intervals, double number) noexcept;

  const model::admission* others_ = nullptr;
  const filter_input* input_ = nullptr;
  std::vector<wanted_values> keys_;  // kept, so that the next question allocates nothing
  std::size_t used_ = 0;             // of them
  std::optional<model::item_lists> narrowed_;
  mutable bool has_refused_ = false;
};

}  // namespace footfall::recommend
