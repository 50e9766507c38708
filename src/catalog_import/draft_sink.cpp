// From drafts to the items of a whole feed.
#include "draft_sink.hpp"

#include "plain_text.hpp"
#include "prices.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::catalog_import {

namespace {

constexpr std::size_t drafts_that_teach = 1000;
constexpr std::size_t value_bytes_shown = 80;

bool is_price(target what) noexcept {
  return what == target::price || what == target::list_price || what == target::net_price ||
         what == target::sale;
}

remark make_remark(std::string_view place, std::string_view field, std::string_view reason,
                   std::string_view value, std::string_view item) {
  return {std::string(place), std::string(field), std::string(reason),
          std::string(beginning(value, value_bytes_shown)), std::string(item)};
}

}  // namespace

void draft_sink::take(draft&& which) {
  if (refused()) return;
  ++report_.records;
  if (on_record_) on_record_(report_.records);
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
  if (const auto made = make_item(which, decimal_, rules_, *this)) keep(*made, which);
}

void draft_sink::keep(const catalog::item& made, const draft& from) {
  const auto known = by_key_.find(catalog::packed_key{made.type, made.id});
  const bool is_new = known == by_key_.end();
  const auto place = is_new ? items_.add(made) : *known;
  if (is_new) {
    by_key_.insert(place);
    records_.push_back(from.place);
  } else {
    if (!from.may_repeat) {
      ++repeated_ids_;
      warn(from.place, "id", "duplicate-id", records_[place], made.id);
    }
    items_.replace(place, made);
    records_[place] = from.place;
    families_.erase(place);
  }
  if (!from.parent.empty() || from.offer != offer_of::variants || from.only_with_variants)
    families_[place] = {from.parent, from.offer, from.only_with_variants};
  for (const auto& name : from.also) names_.emplace_back(name, place);
}

// The items by id, then by what else their records are called.
draft_sink::places_by_name draft_sink::names() const {
  places_by_name names;
  if (translations_.empty() && families_.empty()) return names;
  for (std::size_t place = 0; place < items_.places(); ++place)
    names.try_emplace(std::string(items_.key_at(place).id), place);
  for (const auto& [name, place] : names_) names.try_emplace(name, place);
  return names;
}

void draft_sink::put_translations(const places_by_name& names) {
  for (auto& late : translations_) {
    const auto found = names.find(late.id);
    if (found == names.end()) {
      refuse(late.place, "sku", "unknown-parent", late.id);
      continue;
    }
    auto translated = items_.at(found->second);
    auto& texts = translated.translations[late.language];
    if (!late.texts.title.empty()) texts.title = std::move(late.texts.title);
    if (!late.texts.description.empty()) texts.description = std::move(late.texts.description);
    items_.replace(found->second, translated);
  }
}

void draft_sink::fold_variants(const places_by_name& names) {
  std::map<std::size_t, std::vector<std::size_t>> variants;
  for (const auto& [place, of] : families_) {
    if (of.parent.empty()) continue;
    const auto found = names.find(of.parent);
    const bool is_known = found != names.end();
    if (is_known && found->second == place) continue;
    if (is_known && settings_.variants != variants_as::each) {
      variants[found->second].push_back(place);
      continue;
    }
    auto alone = items_.at(place);
    alone.group = is_known ? std::string(items_.key_at(found->second).id) : of.parent;
    items_.replace(place, alone);
  }
  for (const auto& [product, its] : variants) fold(product, its);
  for (const auto& [product, its] : variants)
    for (const auto place : its) items_.remove(place);
  for (const auto& [place, of] : families_)
    if (of.only_with_variants && !variants.contains(place)) items_.remove(place);
}

void draft_sink::fold(std::size_t product, const std::vector<std::size_t>& variants) {
  std::vector<catalog::item> read;
  for (const auto place : variants) read.push_back(items_.at(place));
  std::vector<const catalog::item*> its;
  for (const auto& each : read) its.push_back(&each);
  auto folded = items_.at(product);
  const auto known = families_.find(product);
  fold_into(folded, its, known == families_.end() ? offer_of::variants : known->second.offer);
  items_.replace(product, folded);
}

void draft_sink::check_whole() {
  constexpr std::size_t repeats_matter_from = 10;
  const auto items = items_.size();
  const auto taken = items_.places() + repeated_ids_;
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

void draft_sink::count_gaps() {
  auto& gaps = report_.gaps;
  gaps.items = items_.size();
  for (const auto& each : items_) {
    gaps.no_title += each.title.empty();
    gaps.no_price += !each.price;
    gaps.no_image += each.images.empty();
    gaps.no_category += each.categories.empty();
    gaps.no_availability += !each.available;
  }
}

catalog::packed_items draft_sink::finish() {
  if (!learned_) learn_decimal_sign();
  const auto by_name = names();
  put_translations(by_name);
  fold_variants(by_name);
  if (refused()) return {};
  check_whole();
  count_gaps();
  return std::move(items_);
}

}  // namespace footfall::catalog_import
