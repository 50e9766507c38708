// Ids for import lines that have none, so that an import can be repeated.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::commands {

/// Gives the n-th line of a file with some content an id that it gets in every run, whatever the file is
/// called and whether the import goes into the store or to a server. Takes about 30 bytes of memory for each
/// different line. Not thread-safe.
class line_identities {
 public:
  /// The id of the next line with this content: 128 bit BLAKE2b (RFC 7693) over the content and the number of
  /// equal lines before it, as 32 hexadecimal digits.
  [[nodiscard]] std::string next(std::string_view content);

 private:
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> earlier_lines_;  // by a hash of the content
};

}  // namespace footfall::commands
