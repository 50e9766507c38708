// A customer whose pages call the endpoints of RichRelevance, with a small catalogue and models.
#pragma once

#include "api/test_shop.hpp"
#include "footfall/catalog/catalogue.hpp"
#include "footfall/events/item_id.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace footfall::test {

customer::customer_settings text_ids();

catalog::item product(const std::string& id, const std::string& brand = "Lenovo", std::int64_t cents = 1000);

/// Keys and page types are those of the documents.
class richrelevance_shop : public test_shop {
 public:
  static constexpr std::string_view keys = "apiKey=d4ff21d55a1368fc&apiClientKey=42f5962fe3ed493e";

  explicit richrelevance_shop(const customer::customer_settings& settings = text_ids());

  void put(const std::vector<catalog::item>& products);

  /// A call of somebody who is logged in.
  http::response call(std::string_view rest);

  http::response call_of_session(std::string_view session, std::string_view rest);

  nlohmann::json ok(const http::response& answer);

  std::string fault(const http::response& answer);

  /// `click 4X`, `basket 4X` and so on, in the order of the log.
  std::vector<std::string> stored();
};

using told = std::vector<std::string>;

/// The ids of the products of a box.
std::vector<std::string> products_of(const nlohmann::json& answer, std::size_t place);

}  // namespace footfall::test
