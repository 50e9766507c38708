// Values by item and items by value, and how much two items have in common.
#include "model/content_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace footfall::model {

namespace {

// Of items that are looked at for one context item, whether they are wanted or not.
constexpr std::size_t steps_max = 20'000;

// The quantile of ordered values: the one at place floor(share * (n - 1)).
double quantile(std::span<const double> ordered, double share) {
  return ordered[static_cast<std::size_t>(share * static_cast<double>(ordered.size() - 1))];
}

double standard_deviation(std::span<const double> values) {
  double sum = 0;
  double squares = 0;
  for (const auto value : values) sum += value;
  const auto mean = sum / static_cast<double>(values.size());
  for (const auto value : values) squares += (value - mean) * (value - mean);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

template <class Value>
bool are_ascending(const std::vector<Value>& begins, std::size_t items, std::size_t end) {
  return begins.size() == items + 1 && begins.front() == 0 && begins.back() == end &&
         std::ranges::is_sorted(begins);
}

}  // namespace

bool is_compared_as_text(const compared_attribute& which) noexcept {
  return which.type == "TEXT" && which.key != "category" && which.key != "price";
}

content_table::content_table(std::vector<compared_attribute> attributes, content_values values)
    : attributes_(std::move(attributes)), values_(std::move(values)), scales_(attributes_.size()) {
  count_values();
  for (std::uint32_t attribute = 0; attribute < attributes_.size(); ++attribute) scale_numbers(attribute);
}

void content_table::count_values() {
  items_begin_.assign(values_.attribute_of.size() + 1, 0);
  for (const auto value : values_.texts) ++items_begin_[value + 1];
  for (std::size_t value = 1; value < items_begin_.size(); ++value)
    items_begin_[value] += items_begin_[value - 1];
  items_.resize(values_.texts.size());
  auto next = items_begin_;
  for (item_index item = 0; item < values_.items(); ++item)
    for (const auto value : texts_of(item)) items_[next[value]++] = item;
  double known = 0;
  for (item_index item = 0; item < values_.items(); ++item) known += has(item) ? 1 : 0;
  rarity_.resize(values_.attribute_of.size());
  for (std::uint32_t value = 0; value < rarity_.size(); ++value) {
    const auto with = static_cast<double>(items_with(value).size());
    rarity_[value] = static_cast<float>(std::log(1 + (known - with + 0.5) / (with + 0.5)));
  }
}

void content_table::scale_numbers(std::uint32_t attribute) {
  auto& scale = scales_[attribute];
  const auto& settings = attributes_[attribute];
  std::vector<double> values;
  for (item_index item = 0; item < values_.items(); ++item)
    for (const auto& each : numbers_of(item)) {
      if (each.attribute != attribute) continue;
      values.push_back(each.value);
      scale.order.push_back({each.value, item});
    }
  if (values.empty()) return;
  std::ranges::sort(values);
  std::ranges::sort(scale.order, [](const numbered_item& left, const numbered_item& right) {
    return left.number != right.number ? left.number < right.number : left.item < right.item;
  });
  const bool is_wide = quantile(values, 0.95) >= 10 * quantile(values, 0.05);
  const bool wanted =
      settings.scale == "log" || settings.key == "price" || (settings.scale == "automatic" && is_wide);
  scale.logarithmic = wanted && settings.scale != "linear" && values.front() > 0;
  if (scale.logarithmic)
    for (auto& value : values) value = std::log(value);
  scale.spread = settings.spread;
  if (scale.spread == 0) scale.spread = (quantile(values, 0.75) - quantile(values, 0.25)) / 1.349;
  if (scale.spread == 0) scale.spread = standard_deviation(values);
}

std::span<const std::uint32_t> content_table::texts_of(item_index item) const noexcept {
  const auto begin = values_.texts_begin[item];
  return std::span(values_.texts).subspan(begin, values_.texts_begin[item + 1] - begin);
}

std::span<const item_number> content_table::numbers_of(item_index item) const noexcept {
  const auto begin = values_.numbers_begin[item];
  return std::span(values_.numbers).subspan(begin, values_.numbers_begin[item + 1] - begin);
}

std::span<const item_index> content_table::items_with(std::uint32_t value) const noexcept {
  return std::span(items_).subspan(items_begin_[value], items_begin_[value + 1] - items_begin_[value]);
}

bool content_table::has(item_index item) const noexcept {
  return item < values_.items() && !(texts_of(item).empty() && numbers_of(item).empty());
}

double content_table::closeness(const item_number& left, const item_number& right) const {
  if (left.unit != right.unit) return 0;
  if (left.value == right.value) return 1;
  const auto& scale = scales_[left.attribute];
  if (scale.spread == 0) return 0;
  const auto apart = scale.logarithmic ? std::log(left.value / right.value) : left.value - right.value;
  return std::exp(-std::abs(apart) / scale.spread);
}

weighted_sum content_table::compare(item_index x, item_index y) const {
  struct sums {
    double common = 0;
    double either = 0;
    double closest = 0;
    bool counts = false;  // x has it
  };
  std::array<sums, compared_attributes_max> by_attribute{};
  const auto own = texts_of(x);
  const auto other = texts_of(y);
  for (const auto value : own) {
    auto& sum = by_attribute[values_.attribute_of[value]];
    sum.counts = true;
    sum.either += rarity_[value];
    if (std::ranges::binary_search(other, value)) sum.common += rarity_[value];
  }
  for (const auto value : other)
    if (!std::ranges::binary_search(own, value))
      by_attribute[values_.attribute_of[value]].either += rarity_[value];
  for (const auto& number : numbers_of(x)) {
    auto& sum = by_attribute[number.attribute];
    sum.counts = true;
    for (const auto& theirs : numbers_of(y))
      if (theirs.attribute == number.attribute)
        sum.closest = std::max(sum.closest, closeness(number, theirs));
  }
  weighted_sum likeness;
  for (std::size_t attribute = 0; attribute < attributes_.size(); ++attribute) {
    const auto& sum = by_attribute[attribute];
    if (sum.counts)
      likeness.add(attributes_[attribute].weight, sum.either > 0 ? sum.common / sum.either : sum.closest);
  }
  return likeness;
}

void content_table::find_candidates(item_index x, std::size_t most, const question& asked,
                                    std::vector<item_index>& found) const {
  found.clear();
  if (asked.group && asked.group->items <= most) {
    asked.group->visit([&](item_index item) {
      if (item < values_.items() && asked.may_have(item)) found.push_back(item);
    });
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return;
  }
  std::vector<std::uint32_t> rarest_first(texts_of(x).begin(), texts_of(x).end());
  std::ranges::sort(rarest_first, {},
                    [&](std::uint32_t value) { return std::pair(items_with(value).size(), value); });
  std::size_t steps = 0;
  for (const auto value : rarest_first) {
    const auto with = items_with(value);
    if (!found.empty() && found.size() + with.size() > most) break;
    for (const auto item : with) {
      if (found.size() == most || ++steps > steps_max) break;
      if (asked.may_have(item)) found.push_back(item);
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
  }
  if (rarest_first.empty()) {
    const auto share = std::max<std::size_t>(most / std::max<std::size_t>(numbers_of(x).size(), 1), 2);
    for (const auto& number : numbers_of(x))
      if (found.size() + share <= most) add_nearest(number, asked, share, found);
  }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

// Half of `most` on each side.
void content_table::add_nearest(const item_number& to, const question& asked, std::size_t most,
                                std::vector<item_index>& found) const {
  const auto& order = scales_[to.attribute].order;
  const auto at = std::ranges::lower_bound(order, to.value, {}, &numbered_item::number);
  const auto add = [&](const numbered_item& each) {
    if (asked.may_have(each.item)) found.push_back(each.item);
  };
  const auto above = std::min<std::ptrdiff_t>(order.end() - at, static_cast<std::ptrdiff_t>(most / 2));
  const auto below = std::min<std::ptrdiff_t>(at - order.begin(), static_cast<std::ptrdiff_t>(most / 2));
  std::for_each(at - below, at + above, add);
}

std::size_t content_table::memory_bytes() const noexcept {
  std::size_t bytes = sizeof(*this);
  const auto add = [&](const auto& list) { bytes += list.capacity() * sizeof(list[0]); };
  add(values_.texts_begin);
  add(values_.texts);
  add(values_.attribute_of);
  add(values_.numbers_begin);
  add(values_.numbers);
  add(values_.group_of);
  add(values_.since_s);
  add(items_begin_);
  add(items_);
  add(rarity_);
  for (const auto& scale : scales_) add(scale.order);
  return bytes;
}

void save_content_values(const content_values& from, model_writer& to) {
  to.put_all(std::span(from.texts_begin));
  to.put_all(std::span(from.texts));
  to.put_all(std::span(from.attribute_of));
  to.put_all(std::span(from.numbers_begin));
  to.put_all(std::span(from.numbers));
  to.put_all(std::span(from.group_of));
  to.put_all(std::span(from.since_s));
}

std::optional<content_values> load_content_values(model_reader& from, std::size_t attributes,
                                                  std::size_t items_end) {
  content_values made;
  if (!from.take_all(made.texts_begin) || !from.take_all(made.texts) || !from.take_all(made.attribute_of) ||
      !from.take_all(made.numbers_begin) || !from.take_all(made.numbers) || !from.take_all(made.group_of) ||
      !from.take_all(made.since_s))
    return std::nullopt;
  if (made.items() > items_end || made.since_s.size() != made.items() ||
      !are_ascending(made.texts_begin, made.items(), made.texts.size()) ||
      !are_ascending(made.numbers_begin, made.items(), made.numbers.size()))
    return std::nullopt;
  for (const auto value : made.texts)
    if (value >= made.attribute_of.size()) return std::nullopt;
  for (const auto attribute : made.attribute_of)
    if (attribute >= attributes) return std::nullopt;
  for (const auto& number : made.numbers)
    if (number.attribute >= attributes || !std::isfinite(number.value)) return std::nullopt;
  return made;
}

}  // namespace footfall::model
