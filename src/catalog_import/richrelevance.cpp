// RichRelevance's catalogue: several tables with bars in one archive, never quoted.
#include "category_tree.hpp"
#include "feed_table.hpp"
#include "field_names.hpp"
#include "formats.hpp"
#include "plain_text.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <algorithm>
#include <map>

namespace footfall::catalog_import {

namespace {

// `KIND[_full]_SITE_YYYY_MM_DD.txt`
struct member_name {
  std::string_view kind, date;
};

constexpr std::string_view kinds[] = {"product_in_category",
                                      "product_attribute",
                                      "product_region",
                                      "product",
                                      "category",
                                      "localized_product",
                                      "region"};

std::string_view file_name(std::string_view path) noexcept { return path.substr(path.rfind('/') + 1); }

std::optional<member_name> read_name(std::string_view path) {
  auto name = file_name(path);
  if (!name.ends_with(".txt") || name.size() < 16) return std::nullopt;
  const auto date = name.substr(name.size() - 14, 10);
  for (const auto kind : kinds)
    if (name.starts_with(kind) && name[kind.size()] == '_') return member_name{kind, date};
  return std::nullopt;
}

// The newest file of each kind; the names of the others go to the report.
std::map<std::string_view, const feed_member*> newest(const feed_members& members, import_report& report) {
  std::map<std::string_view, std::pair<std::string_view, const feed_member*>> found;
  for (const auto& member : members) {
    const auto name = read_name(member.name);
    if (!name) continue;
    auto& best = found[name->kind];
    if (best.second == nullptr || name->date > best.first) best = {name->date, &member};
  }
  std::map<std::string_view, const feed_member*> chosen;
  for (const auto& [kind, best] : found) chosen[kind] = best.second;
  for (const auto& member : members)
    if (std::none_of(chosen.begin(), chosen.end(), [&](const auto& each) { return each.second == &member; }))
      report.other_members.push_back(member.name);
  return chosen;
}

constexpr table_options bars{.separator = '|', .mode = quotes::none, .keyword = {}};

class catalogue_reader {
 public:
  catalogue_reader(const feed_members& members, draft_sink& to)
      : files_(newest(members, to.report())), to_(to) {}

  void read() {
    each_row("product", [&](const feed_table& row) { add_product(row); });
    each_row("category", [&](const feed_table& row) {
      tree_.add(std::string(row.get("category_id")), std::string(row.get("parent_id")),
                std::string(row.get("name")));
    });
    each_row("product_in_category", [&](const feed_table& row) { add_category(row); });
    each_row("product_attribute", [&](const feed_table& row) {
      if (auto* const product = find(row))
        product->add_attribute(row.get("attr_name"), row.get("attr_value"));
    });
    each_row("localized_product", [&](const feed_table& row) {
      if (auto* const product = find(row))
        product->translations[std::string(row.get("language_tag"))] = {std::string(row.get("name")),
                                                                       std::string(row.get("description"))};
    });
    if (!to_.settings().region.empty())
      each_row("product_region", [&](const feed_table& row) { add_region(row); });
    for (auto& product : products_) to_.take(std::move(product));
  }

 private:
  template <class Take>
  void each_row(std::string_view kind, Take take) {
    const auto file = files_.find(kind);
    if (file == files_.end()) return;
    feed_table table(*file->second, to_, bars);
    while (table.next()) take(table);
  }

  static void add_column(draft& to, std::string_view name, std::string_view value, int rank) {
    if (name == "rating" || name == "num_reviews") {
      if (value != "-1") to.add_attribute(name, value, catalog::attribute_type::numeric);
    } else if (name == "list_price_min" || name == "sale_price_min") {
      to.add(name == "list_price_min" ? target::price : target::sale, value, rank + 1);
    } else {
      add_by_name(to, name, value, rank);
    }
  }

  void add_product(const feed_table& row) {
    draft made;
    made.place = row.place();
    for (const auto& name : row.header().names) add_column(made, name, row.get(name), 0);
    places_.insert_or_assign(std::string(row.get("product_id")), products_.size());
    products_.push_back(std::move(made));
  }

  // What a region says comes before what the product says.
  void add_region(const feed_table& row) {
    constexpr int before_all = -100;
    if (row.get("region_id") != to_.settings().region) return;
    auto* const product = find(row);
    if (product == nullptr) return;
    for (const auto& name : row.header().names)
      if (name != "product_id" && name != "region_id") add_column(*product, name, row.get(name), before_all);
  }

  draft* find(const feed_table& row) {
    const auto place = places_.find(std::string(row.get("product_id")));
    if (place != places_.end()) return &products_[place->second];
    to_.warn(row.place(), "product_id", "unknown-product", row.get("product_id"));
    return nullptr;
  }

  void add_category(const feed_table& row) {
    auto* const product = find(row);
    if (product == nullptr) return;
    const std::string id(row.get("category_id"));
    auto path = tree_.path(id);
    if (!path) return to_.warn(row.place(), "category_id", "unknown-category", row.get("category_id"));
    product->paths.push_back(std::move(*path));
    // By which pages name them: in the order of the paths, and of what is above those.
    product->add_attribute("category_id", id);
    for (const auto& each : tree_.above(id)) product->add_attribute("category_above", each);
  }

  std::map<std::string_view, const feed_member*> files_;
  draft_sink& to_;
  category_tree tree_;
  std::vector<draft> products_;
  boost::unordered_flat_map<std::string, std::size_t> places_;
};

}  // namespace

bool is_richrelevance(const feed_members& members) {
  return std::any_of(members.begin(), members.end(), [](const feed_member& each) {
    return file_name(each.name).starts_with("product_full_");
  });
}

void read_richrelevance(const feed_members& members, draft_sink& to) {
  if (!is_richrelevance(members))
    return to.refuse_file({"no-product-file", "0", "product_full_SITE_YYYY_MM_DD.txt"});
  catalogue_reader(members, to).read();
}

}  // namespace footfall::catalog_import
