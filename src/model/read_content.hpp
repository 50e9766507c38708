// From a catalogue to the values that a content model compares items by.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "model/content_table.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <vector>

namespace footfall::model {

/// Reads catalogue after catalogue of one customer. Not thread-safe.
class content_reader {
 public:
  explicit content_reader(std::vector<compared_attribute> attributes) : attributes_(std::move(attributes)) {}

  /// The values of items below `items_end`. `before` is what it has returned last: what the catalogue has not
  /// changed since is taken from there.
  [[nodiscard]] content_values read(const boost::shared_ptr<const catalog::catalogue>& from,
                                    std::size_t items_end, std::int64_t now_ms, const content_values& before);

 private:
  void read_item(item_index item, const content_values& before, content_values& to);
  void read_category(item_index item);
  void add_text(std::uint32_t attribute, std::string_view text);
  void add_price(std::uint32_t attribute, item_index item, std::int64_t now_ms, content_values& to) const;

  const std::vector<compared_attribute> attributes_;
  boost::shared_ptr<const catalog::catalogue> read_;  // `before` was made from it
  boost::shared_ptr<const catalog::catalogue> reads_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> known_;  // values and their numbers
  std::vector<std::uint32_t> attribute_of_;                        // by number
  std::vector<std::uint32_t> texts_;                               // of the item that is being read
};

}  // namespace footfall::model
