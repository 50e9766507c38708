// From drafts to the items of a whole feed.
#include "draft_sink.hpp"

#include "plain_text.hpp"
#include "prices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace footfall::catalog_import {

namespace {

constexpr std::size_t drafts_that_teach = 1000;
constexpr std::size_t value_bytes_shown = 80;

bool is_price(target what) noexcept {
  return what == target::price || what == target::list_price || what == target::net_price ||
         what == target::sale;
}

std::string key_of(std::uint32_t type, std::string_view id) { return fmt::format("{}/{}", type, id); }

remark make_remark(std::string_view place, std::string_view field, std::string_view reason,
                   std::string_view value, std::string_view item) {
  return {std::string(place), std::string(field), std::string(reason),
          std::string(beginning(value, value_bytes_shown)), std::string(item)};
}

}  // namespace

void draft_sink::take(draft&& which) {
  if (refused()) return;
  ++report_.records;
  if (learned_) return make(which);
  waiting_.push_back(std::move(which));
  if (waiting_.size() == drafts_that_teach) learn_decimal_sign();
}

void draft_sink::refuse(std::string_view place, std::string_view field, std::string_view reason,
                        std::string_view value, std::string_view item) {
  ++report_.refused;
  if (report_.refusals.size() < import_report::remarks_max)
    report_.refusals.push_back(make_remark(place, field, reason, value, item));
}

void draft_sink::warn(std::string_view place, std::string_view field, std::string_view reason,
                      std::string_view value, std::string_view item) {
  ++report_.warned;
  if (report_.warnings.size() < import_report::remarks_max)
    report_.warnings.push_back(make_remark(place, field, reason, value, item));
}

void draft_sink::refuse_file(const feed_refusal& why) {
  if (!report_.verdict) report_.verdict = make_remark(why.place, "file", why.reason, why.value, {});
}

void draft_sink::translate(std::string_view place, std::string_view id, const std::string& language,
                           catalog::item_texts texts) {
  translations_.push_back({std::string(place), std::string(id), language, std::move(texts)});
}

// The sign that all prices agree upon; one that disagrees leaves it open.
void draft_sink::learn_decimal_sign() {
  learned_ = true;
  decimal_ = settings_.decimal;
  bool agree = true;
  for (const auto& each : waiting_)
    for (const auto& field : each.fields) {
      const auto sign = is_price(field.what) ? decimal_sign_of(field.value) : '\0';
      if (sign == 0 || settings_.decimal != 0) continue;
      agree = agree && (decimal_ == 0 || decimal_ == sign);
      decimal_ = sign;
    }
  if (!agree) decimal_ = 0;
  if (decimal_ != 0) report_.decimal = decimal_;
  for (auto& each : waiting_) make(each);
  waiting_.clear();
  waiting_.shrink_to_fit();
}

void draft_sink::make(draft& which) {
  auto made = make_item(which, decimal_, rules_, *this);
  if (made)
    keep({std::move(*made), which.place, which.parent, which.offer, which.only_with_variants, false}, which);
}

void draft_sink::keep(candidate&& made, const draft& from) {
  const auto [place, is_new] = places_.try_emplace(key_of(made.made.type, made.made.id), candidates_.size());
  if (is_new) {
    candidates_.push_back(std::move(made));
  } else {
    if (!from.may_repeat) {
      ++repeated_ids_;
      warn(made.place, "id", "duplicate-id", candidates_[place->second].place, made.made.id);
    }
    candidates_[place->second] = std::move(made);
  }
  by_name_.try_emplace(candidates_[place->second].made.id, place->second);
  for (const auto& name : from.also) by_name_.try_emplace(name, place->second);
}

void draft_sink::put_translations() {
  for (auto& late : translations_) {
    const auto found = by_name_.find(late.id);
    if (found == by_name_.end()) {
      refuse(late.place, "sku", "unknown-parent", late.id);
      continue;
    }
    auto& texts = candidates_[found->second].made.translations[late.language];
    if (!late.texts.title.empty()) texts.title = std::move(late.texts.title);
    if (!late.texts.description.empty()) texts.description = std::move(late.texts.description);
  }
}

void draft_sink::fold_variants() {
  std::map<std::size_t, std::vector<const catalog::item*>> variants;
  for (auto& each : candidates_) {
    if (each.parent.empty()) continue;
    const auto found = by_name_.find(each.parent);
    const auto* const product = found == by_name_.end() ? nullptr : &candidates_[found->second];
    if (product == nullptr || product == &each || settings_.variants == variants_as::each) {
      if (product != &each) each.made.group = product == nullptr ? each.parent : product->made.id;
      continue;
    }
    each.gone = true;
    variants[found->second].push_back(&each.made);
  }
  for (const auto& [product, its] : variants)
    fold_into(candidates_[product].made, its, candidates_[product].offer);
  for (std::size_t index = 0; index < candidates_.size(); ++index)
    if (candidates_[index].only_with_variants &&
        (!variants.contains(index) || settings_.variants == variants_as::each))
      candidates_[index].gone = true;
}

void draft_sink::check_whole(std::size_t items) {
  constexpr std::size_t repeats_matter_from = 10;
  const auto taken = candidates_.size() + repeated_ids_;
  if (report_.records == 0)
    refuse_file({"no-items", "0", {}});
  else if (taken >= repeats_matter_from && repeated_ids_ * 2 > taken)
    refuse_file({"ids-not-unique", "0", fmt::format("{} of {} ids repeat", repeated_ids_, taken)});
  else if (items == 0 || (report_.records >= 10 && report_.refused * 2 > report_.records))
    refuse_file({"mostly-refused", "0", fmt::format("{} of {} records", report_.refused, report_.records)});
  else if (settings_.items_before > 0 &&
           items * 100 < settings_.items_before * (100 - std::min(settings_.shrink_percent, 100U)))
    refuse_file({"shrunk", "0", fmt::format("{} items after {}", items, settings_.items_before)});
}

void draft_sink::count_gaps(const std::vector<catalog::item>& items) {
  auto& gaps = report_.gaps;
  gaps.items = items.size();
  for (const auto& each : items) {
    gaps.no_title += each.title.empty();
    gaps.no_price += !each.price;
    gaps.no_image += each.images.empty();
    gaps.no_category += each.categories.empty();
    gaps.no_availability += !each.available;
  }
}

std::vector<catalog::item> draft_sink::finish() {
  if (!learned_) learn_decimal_sign();
  put_translations();
  fold_variants();
  std::vector<catalog::item> items;
  if (refused()) return items;
  for (auto& each : candidates_)
    if (!each.gone) items.push_back(std::move(each.made));
  check_whole(items.size());
  count_gaps(items);
  return items;
}

}  // namespace footfall::catalog_import
