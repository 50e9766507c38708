// Where the formats put what they read: drafts become items here, and what is wrong becomes a remark.
#pragma once

#include "footfall/catalog/packed_items.hpp"
#include "footfall/catalog_import/read_feed.hpp"

#include "draft.hpp"
#include "feed_text.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::catalog_import {

/// Facts of a format that decide what its values mean.
struct format_rules {
  bool prescribes_point = false;  ///< of its prices
};

/// Takes the drafts of one feed in their order. The first of them wait until their prices have shown the
/// decimal sign. Not thread-safe.
class draft_sink {
 public:
  /// Settings and report outlive it; `on_record` is told of each draft, when there is one.
  draft_sink(const feed_settings& settings, format_rules rules, import_report& report,
             record_counter on_record = {})
      : settings_(settings), rules_(rules), report_(report), on_record_(std::move(on_record)) {}

  void take(draft&& which);
  void refuse(std::string_view place, std::string_view field, std::string_view reason,
              std::string_view value = {}, std::string_view item = {});
  void warn(std::string_view place, std::string_view field, std::string_view reason,
            std::string_view value = {}, std::string_view item = {});
  void refuse_file(const feed_refusal& why);

  /// Titles in another language for the item that was taken under this id, or any of its other names.
  void translate(std::string_view place, std::string_view id, const std::string& language,
                 catalog::item_texts texts);

  [[nodiscard]] const feed_settings& settings() const noexcept { return settings_; }
  [[nodiscard]] import_report& report() noexcept { return report_; }
  [[nodiscard]] bool refused() const noexcept { return report_.verdict.has_value(); }

  /// Folds variants, checks the whole, and gives the items away.
  [[nodiscard]] catalog::packed_items finish();

 private:
  // What folding asks of a product or a variant beyond its item.
  struct family {
    std::string parent;
    offer_of offer = offer_of::variants;
    bool only_with_variants = false;
  };
  struct late_texts {
    std::string place, id, language;
    catalog::item_texts texts;
  };

  // The set holds places of items and looks their keys up.
  struct hash_of_key {
    using is_transparent = void;
    const catalog::packed_items* items;
    std::size_t operator()(const catalog::packed_key& key) const noexcept {
      return std::hash<std::string_view>{}(key.id) + key.type;
    }
    std::size_t operator()(std::size_t place) const noexcept { return (*this)(items->key_at(place)); }
  };
  struct same_key {
    using is_transparent = void;
    const catalog::packed_items* items;
    bool operator()(std::size_t left, std::size_t right) const noexcept { return left == right; }
    bool operator()(const catalog::packed_key& left, std::size_t right) const noexcept {
      return left == items->key_at(right);
    }
    bool operator()(std::size_t left, const catalog::packed_key& right) const noexcept {
      return items->key_at(left) == right;
    }
  };
  using places_by_name = boost::unordered_flat_map<std::string, std::size_t>;

  void make(draft& which);
  void learn_decimal_sign();
  void keep(const catalog::item& made, const draft& from);
  [[nodiscard]] places_by_name names() const;
  void put_translations(const places_by_name& names);
  void fold_variants(const places_by_name& names);
  void fold(std::size_t product, const std::vector<std::size_t>& variants);
  void check_whole();
  void count_gaps();

  const feed_settings& settings_;
  format_rules rules_;
  import_report& report_;
  const record_counter on_record_;
  std::vector<draft> waiting_;
  bool learned_ = false;
  char decimal_ = 0;
  catalog::packed_items items_;
  boost::unordered_flat_set<std::size_t, hash_of_key, same_key> by_key_{0, hash_of_key{&items_},
                                                                        same_key{&items_}};
  std::vector<std::string> records_;                        // by item: where its record is
  std::map<std::size_t, family> families_;                  // by item, of those that need it
  std::vector<std::pair<std::string, std::size_t>> names_;  // further ones of products
  std::vector<late_texts> translations_;
  std::uint64_t repeated_ids_ = 0;
};

/// What a draft says, as an item; nothing when it was refused. `decimal` is the sign that prices showed.
[[nodiscard]] std::optional<catalog::item> make_item(const draft& from, char decimal, format_rules rules,
                                                     draft_sink& remarks);

/// Adds what variants have to their product: option values, images, weights; price, sale and availability of
/// the cheapest that can be bought.
void fold_into(catalog::item& product, const std::vector<const catalog::item*>& variants, offer_of offer);

}  // namespace footfall::catalog_import
