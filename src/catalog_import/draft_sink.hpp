// Where the formats put what they read: drafts become items here, and what is wrong becomes a remark.
#pragma once

#include "footfall/catalog_import/read_feed.hpp"

#include "draft.hpp"
#include "feed_text.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
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
  draft_sink(const feed_settings& settings, format_rules rules, import_report& report)
      : settings_(settings), rules_(rules), report_(report) {}

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
  [[nodiscard]] std::vector<catalog::item> finish();

 private:
  struct candidate {
    catalog::item made;
    std::string place, parent;
    offer_of offer = offer_of::variants;
    bool only_with_variants = false;
    bool gone = false;  // refused, or folded into its product
  };
  struct late_texts {
    std::string place, id, language;
    catalog::item_texts texts;
  };

  void make(draft& which);
  void learn_decimal_sign();
  void keep(candidate&& made, const draft& from);
  void put_translations();
  void fold_variants();
  void check_whole(std::size_t items);
  void count_gaps(const std::vector<catalog::item>& items);

  const feed_settings& settings_;
  format_rules rules_;
  import_report& report_;
  std::vector<draft> waiting_;
  bool learned_ = false;
  char decimal_ = 0;
  std::vector<candidate> candidates_;
  boost::unordered_flat_map<std::string, std::size_t> places_;   // type and id
  boost::unordered_flat_map<std::string, std::size_t> by_name_;  // id or another name of a product
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
