#include "api/richrelevance/known_products.hpp"

#include "footfall/text/percent.hpp"

#include <unordered_map>
#include <utility>

namespace footfall::api::richrelevance {

namespace {

// Of the texts that a customer may make long.
std::size_t bytes_of_texts(const catalog::item& item) {
  auto bytes = item.description.size() + item.body.size();
  for (const auto& each : item.attributes)
    for (const auto& text : each.texts) bytes += text.size();
  for (const auto& [language, texts] : item.translations) bytes += texts.description.size();
  return bytes;
}

}  // namespace

std::shared_ptr<known_product> find_product(const catalog::catalogue* catalogue, item_index item) {
  constexpr std::size_t products_max = 2000;
  constexpr std::size_t bytes_max = 8192;
  if (catalogue == nullptr || catalogue->find(item) == nullptr) return nullptr;
  // A product of which something else is said has another version.
  thread_local std::unordered_map<catalog::item_version, std::shared_ptr<known_product>> known;
  const auto version = catalogue->version_of(item);
  if (const auto found = known.find(version); found != known.end()) return found->second;
  auto read = catalogue->read(item);
  if (!read) return nullptr;
  auto product = std::make_shared<known_product>();
  product->item = std::move(*read);
  text::append_encoded(product->target, product->item.link);
  if (known.size() == products_max) known.clear();
  if (bytes_of_texts(product->item) <= bytes_max) known.emplace(version, product);
  return product;
}

std::shared_ptr<known_product> find_product(const customer::customer& owner, const item_key& key) {
  const auto index = owner.items.find(key);
  return index ? find_product(owner.catalogue.load().get(), *index) : nullptr;
}

}  // namespace footfall::api::richrelevance
