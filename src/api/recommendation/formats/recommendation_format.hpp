// THE table of answer formats of recommendations. Adding one is adding a writer and a row in
// `recommendation_format.cpp`.
#pragma once

#include "api/recommendation/item_attributes.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/recommend/recommender.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::api {

/// What an explanation shows besides the answer.
struct answer_explanation {
  const recommend::answer_record& record;
  const model::model_set& models;
  std::span<const recommend::attribute_selector> selectors;  ///< of the request
  std::uint32_t asked;                                       ///< how many items
  double milliseconds;                                       ///< that the answer took
  std::int64_t now_ms;
  std::int64_t settings_version;         ///< of the configuration that was in force; grows with each change
  std::vector<std::uint32_t> viewers{};  ///< of each item of the answer
  std::vector<recommend::recommended_item> unfiltered{};  ///< had the scenario had no filter
};

/// All that an answer shows, as values.
struct recommendation_view {
  const customer::customer_settings& settings;
  const catalog::item_dictionary& items;
  const recommend::recommendation& content;
  std::span<const std::uint32_t> viewers;  ///< of each context item
  std::string_view event_host;             ///< host of the links
  std::string_view user;                   ///< as in the request
  std::string_view scenario;
  std::string_view category_path;  ///< as in the request; may be empty
  std::span<const std::string>
      categories{};  ///< of each item the one to be shown, or empty; none: nobody asked
  const answer_explanation* explanation = nullptr;  ///< null: nobody asks why; v2 only
  const shown_attributes* attributes = nullptr;     ///< of items; null: none; v2 only
  std::span<const item_key> unranked{};             ///< items that nothing is known of, behind the others
};

/// The category to be shown with the item at a place of the answer; empty: none.
[[nodiscard]] inline std::string_view category_at(const recommendation_view& view, std::size_t place) {
  return place < view.categories.size() ? std::string_view(view.categories[place]) : std::string_view();
}

/// The two generations of the API have different bodies (protocol A2: the `v2` segment decides).
enum class format_family : std::uint8_t { legacy, v2 };

/// One row.
struct recommendation_format {
  format_family family;
  std::string_view extension;
  std::string_view content_type;
  bool calls_back;            ///< JSONP: the body is the argument of a function call
  std::string_view function;  ///< that is called whatever the request says; empty: the request's
  void (*write)(const recommendation_view& view, std::string& out);
};

/// The row for an extension without its point; null when the family does not have it. Thread-safe.
[[nodiscard]] const recommendation_format* find_format(format_family family,
                                                       std::string_view extension) noexcept;

void write_json_v2(const recommendation_view& view, std::string& out);
void write_json_legacy(const recommendation_view& view, std::string& out);
void write_xml_legacy(const recommendation_view& view, std::string& out);

}  // namespace footfall::api
