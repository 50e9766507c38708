// What the preferences of a user do to lists: what is liked moves up, what is disliked is left out.
#pragma once

#include "api/product_set.hpp"
#include "footfall/catalog/catalogue.hpp"
#include "footfall/customer/preference_table.hpp"
#include "footfall/model/question.hpp"
#include "footfall/recommend/scenario.hpp"

#include <optional>
#include <span>
#include <vector>

namespace footfall::api {

/// True of `dislike` and `notForRecs`. Thread-safe.
[[nodiscard]] bool leaves_out(customer::preference_action action) noexcept;

/// The boosts for brands and categories that are liked. Thread-safe.
[[nodiscard]] std::vector<recommend::boost_settings> boosts_of(std::span<const customer::preference> said);

/// The scenario with these boosts besides its own; nothing where there are none. Thread-safe.
[[nodiscard]] std::optional<recommend::scenario> with_boosts(
    const recommend::scenario& plan, std::span<const recommend::boost_settings> boosts);

/// Items of brands and categories that are disliked; products are left out by the history.
[[nodiscard]] product_set disliked_items(std::span<const customer::preference> said,
                                         const catalog::catalogue* catalogue);

/// A scenario as one user gets it. What it is made from outlives it. Thread-safe.
class preferred_plan final : public model::admission {
 public:
  /// `said`: the newest first.
  preferred_plan(const recommend::scenario& plan, std::span<const customer::preference> said,
                 const catalog::catalogue* catalogue);

  [[nodiscard]] const recommend::scenario& plan() const noexcept { return boosted_ ? *boosted_ : plan_; }

  /// Null where nothing is left out.
  [[nodiscard]] const model::admission* admission() const noexcept {
    return disliked_.empty() ? nullptr : this;
  }
  [[nodiscard]] bool admits(item_index item) const override { return !disliked_.holds(item); }

 private:
  const recommend::scenario& plan_;
  const std::optional<recommend::scenario> boosted_;
  const product_set disliked_;
};

}  // namespace footfall::api
