// What a page says of itself and of its visitor: the call as it was read and checked.
#pragma once

#include "api/richrelevance/call_parameters.hpp"
#include "api/richrelevance/page_types.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/customer/customer.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::api::richrelevance {

/// Item type of products.
inline constexpr std::uint32_t product_type = 1;
/// Most placements of one call.
inline constexpr std::size_t placements_max = 20;

/// Who looks at the page. The session stands in for a user who has not logged in.
struct visitor {
  std::string_view user;     ///< as sent; empty: nobody has logged in
  std::string_view session;  ///< as sent
  std::string session_id;    ///< the user id that the session stands for
  /// The id under which everything is stored and remembered.
  [[nodiscard]] std::string_view id() const noexcept { return user.empty() ? session_id : user; }
};

/// Errors: `bad_parameter` for ids that no event may have. Thread-safe.
[[nodiscard]] result<visitor> make_visitor(std::string_view session, std::string_view user);

/// Reads `userId` and `sessionId`. Errors: `missing_parameter` without a session, `bad_parameter`.
/// Thread-safe.
[[nodiscard]] result<visitor> read_visitor(const call_parameters& sent);

/// One product of an order.
struct order_line {
  std::string_view quantity;
  std::string price;  ///< decimal, of one unit
};

/// A page. The views live as long as the parameters.
struct page_call {
  const page_type* page = nullptr;
  text_list placements;  ///< as sent; the first gets the best
  visitor who;
  text_list products;                   ///< as sent
  std::vector<item_key> items;          ///< the same
  std::vector<std::string> categories;  ///< hints, or that of the page
  std::string_view brand, term;         ///< of the page
  std::string_view order;               ///< id
  std::vector<order_line> lines{};      ///< of each product
  std::string segments;                 ///< ids, with commas
  std::string_view language;
};

/// Errors: `missing_parameter`, `bad_parameter`. Thread-safe.
[[nodiscard]] result<page_call> read_page_call(const call_parameters& sent,
                                               const customer::customer_settings& settings);

}  // namespace footfall::api::richrelevance
