// From a catalogue to the texts that a content model compares items by.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item.hpp"
#include "model/text_table.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::model {

/// Reads catalogue after catalogue of one customer. Not thread-safe.
class text_reader {
 public:
  /// Which texts: `title`, `description`, `body`, keys of TEXT attributes; none: all of them. `stem` is that
  /// of the model.
  explicit text_reader(std::vector<std::string> keys, std::string stem = "none")
      : keys_(std::move(keys)), stem_(std::move(stem)) {}

  /// The texts of items below `items_end`. `before` is what it has returned last: what the catalogue has not
  /// changed since is taken from there. Of a text its first 2,000 words.
  [[nodiscard]] text_columns read(const boost::shared_ptr<const catalog::catalogue>& from,
                                  std::size_t items_end, const text_columns& before);

 private:
  [[nodiscard]] bool wants(std::string_view key) const;
  void read_item(item_index item, const catalog::catalogue& from, text_columns& to);
  void add_text(item_index item, std::string_view language, std::string_view text, text_columns& to);
  [[nodiscard]] std::vector<std::string> words_of(std::string_view language, std::string_view text) const;
  void forget_unused_words(text_columns& made);

  const std::vector<std::string> keys_;
  const std::string stem_;
  boost::shared_ptr<const catalog::catalogue> read_;               // `before` was made from it
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> known_;  // words and their numbers
  std::vector<std::uint32_t> words_;                               // of the text that is being read
};

}  // namespace footfall::model
