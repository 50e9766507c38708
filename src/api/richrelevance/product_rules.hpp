// Which products a call admits to its boxes: none twice, none that is blocked, and what its filters say.
#pragma once

#include "api/product_set.hpp"
#include "api/richrelevance/call_parameters.hpp"
#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/model/question.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::api::richrelevance {

/// Products that have one of several values, and whether only these are wanted or all others.
struct value_filter {
  std::vector<catalog::attribute_value> values;
  bool wanted = false;
};

/// Prices in cents; both ends belong to it.
struct price_range {
  std::int64_t least = 0;
  std::int64_t most = std::numeric_limits<std::int64_t>::max();
};

/// The filters of a call.
struct product_filters {
  text_list blocked;
  std::vector<value_filter> values;  ///< all of them hold
  text_list categories;              ///< in one of these or below; empty: whatever category
  bool categories_wanted = false;
  std::vector<price_range> prices;  ///< one of them holds, or none
  bool prices_wanted = true;
};

/// What one box of a call wants besides, or wants left out.
struct box_filter {
  std::optional<price_range> prices{};
  std::vector<std::string> categories{};  ///< in one of these or below; empty: whatever category
  bool wanted = true;                     ///< false: products that fit are left out
};

/// Reads `bi` (`blockedProductIds`), `filbr` (`brandFilter`, `filter`), `genreFilter`, `categoryFilter`,
/// `filterAtr`, `minPriceFilter`, `maxPriceFilter`, `priceRanges` and their include flags. Errors:
/// `bad_parameter`. Thread-safe.
[[nodiscard]] result<product_filters> read_product_filters(const call_parameters& sent);

/// The rules of one call at one moment. The catalogue and the customer outlive it. Not thread-safe.
class product_rules final : public model::admission {
 public:
  /// `catalogue` may be null: the customer has told of nothing, and everything is admitted that is not
  /// blocked. `said`: what the visitor likes and dislikes.
  product_rules(const product_filters& filters, const customer::customer& owner, bool alphanumeric,
                const catalog::catalogue* catalogue, std::span<const customer::preference> said,
                std::int64_t now_ms);

  [[nodiscard]] bool admits(item_index item) const override;

  /// Whether all products are admitted, so that nobody has to ask.
  [[nodiscard]] bool leave_nothing_out() const noexcept;

  /// From now on only products of this brand; empty: of all.
  void want_brand(std::string_view brand);

  /// From now on only what this box wants; null: it wants nothing of its own.
  void begin_box(const box_filter* filter);

  /// From now on this product is left out.
  void leave_out(item_index item);

 private:
  struct value_lists {
    std::vector<std::span<const item_index>> lists;
    bool wanted;
  };

  [[nodiscard]] bool admits_price(item_index item) const;
  [[nodiscard]] bool fits_box(item_index item) const;
  [[nodiscard]] bool has_price(item_index item, std::span<const price_range> ranges) const;

  const product_filters& filters_;
  const catalog::catalogue* catalogue_;
  const std::int64_t now_s_;
  std::vector<item_index> left_out_;  // ascending
  const product_set disliked_;
  product_set categories_;  // of the filter of the call
  const box_filter* box_ = nullptr;
  product_set box_categories_;
  std::vector<value_lists> values_;
  std::optional<std::span<const item_index>> brand_;
};

}  // namespace footfall::api::richrelevance
