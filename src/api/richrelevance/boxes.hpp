// Fills the boxes of one page with products, none of them twice.
#pragma once

#include "api/richrelevance/product_rules.hpp"
#include "footfall/api/routes.hpp"
#include "footfall/model/model_set.hpp"
#include "footfall/recommend/recommender.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::api::richrelevance {

/// Which part of the list of each box is wanted: `count` products from `start` on.
struct box_size {
  std::uint32_t count = 10;
  std::uint32_t start = 0;
};

/// Reads `count` (`resultCount`) and `start` (`st`). Errors: `bad_parameter`. Thread-safe.
[[nodiscard]] result<box_size> read_box_size(const call_parameters& sent, std::uint32_t preset);

/// What is known of the visitor of a page; outlives its boxes.
struct box_visitor {
  std::span<const profile::history_entry> history{};  ///< newest first
  std::span<const customer::preference> said{};       ///< likes and dislikes
  std::span<const recommend::user_value> attributes{};
  std::optional<user_key> user{};  ///< whose history it is
  std::string_view language{};
};

/// Works on one snapshot of models and catalogue. What it is made from outlives it. Not thread-safe.
class box_filler {
 public:
  box_filler(const endpoint_call& call, const product_filters& filters, const box_visitor& who,
             std::int64_t now_ms);

  /// The products of a box; none where the scenario is unknown or nothing is possible. `asked.count` is
  /// ignored. With a brand only products of it, with a filter what that wants. The models that it names live
  /// as long as this.
  [[nodiscard]] std::vector<recommend::recommended_item> fill(recommend::query asked,
                                                              std::string_view scenario, box_size size,
                                                              std::string_view brand = {},
                                                              const box_filter* filter = nullptr);

 private:
  const endpoint_call& call_;
  const box_visitor who_;
  const std::int64_t now_ms_;
  const boost::shared_ptr<const model::model_set> models_;
  const boost::shared_ptr<const catalog::catalogue> catalogue_;
  const recommend::known_categories categories_;
  const std::vector<recommend::boost_settings> liked_;
  product_rules rules_;
};

}  // namespace footfall::api::richrelevance
