#include "footfall/customer/erasure_receipt.hpp"

#include <cstring>
#include <type_traits>

namespace footfall::customer {
namespace {

constexpr char receipt_form = '\x01';
static_assert(std::has_unique_object_representations_v<erasure_receipt>);

std::string_view bytes_of(const auto& value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

}  // namespace

std::string receipt_key(const user_key& which) { return std::string(bytes_of(which.words)); }

store::entity_write put_receipt(customer_number of, const user_key& which, const erasure_receipt& receipt) {
  return {.customer = of,
          .kind = store::entity_kind::erasure,
          .what = store::entity_write::action::put,
          .key = receipt_key(which),
          .content = receipt_form + std::string(bytes_of(receipt))};
}

result<erasure_receipt> read_receipt(std::string_view content) {
  erasure_receipt read;
  if (!content.starts_with(receipt_form) || content.size() != 1 + sizeof(read))
    return failure{error::io_failed, "the receipt of an erasure has the form of another version"};
  std::memcpy(&read, content.data() + 1, sizeof(read));
  return read;
}

}  // namespace footfall::customer
