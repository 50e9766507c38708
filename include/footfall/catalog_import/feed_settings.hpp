// How a feed is read: what its bytes do not tell.
#pragma once

#include "footfall/text/price.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace footfall::catalog_import {

/// What becomes of products with variants.
enum class variants_as : std::uint8_t {
  parent,  ///< a variant is folded into its product
  each     ///< each is an item of its own, with the product as its group
};

/// Whether a run replaces the items of its type or adds to them.
enum class import_mode : std::uint8_t { full, update };

/// One column of a table with a job (protocol, part H3).
struct job_column {
  std::string column, value, format, prefix, delimiter;
  bool is_id = false;
};

/// A mapping that says everything about a table; columns that it does not name are left out.
struct import_job {
  std::optional<std::uint32_t> type;
  std::string language;
  char delimiter = 0;  ///< 0: found by the header
  std::vector<job_column> columns;
};

/// Settings of a feed (docs/catalogue.md); the defaults suit most.
struct feed_settings {
  std::string format;  ///< name of a format; empty: found by the first bytes
  std::uint32_t type = 1;
  text::currency currency{};
  std::string time_zone = "UTC";
  std::string base_url;  ///< what relative links begin with
  bool string_ids = true;
  std::string language;
  std::map<std::string, std::string> languages;  ///< a shop's or store's number or code to a language
  std::map<std::string, std::string> tax_rates;  ///< tax class to per cent, for net prices
  variants_as variants = variants_as::parent;
  std::string encoding;       ///< name for iconv; empty: found
  char decimal = 0;           ///< `.` or `,`; 0: found by the other prices
  std::string id_from;        ///< `link`, or the column of a Shopify export
  std::string id_pattern;     ///< regular expression; its first group is the id
  std::string category_root;  ///< a first name that is left out
  std::string region;         ///< of the catalogue of RichRelevance, whose prices and texts count
  std::string record;         ///< element of a record in XML of an unknown kind
  std::string weight_unit = "kg";
  std::map<std::string, std::string> columns;  ///< our field to the column that it comes from
  std::optional<import_job> job;
  std::uint64_t items_before = 0;  ///< of the last accepted run; 0: no check against it
  std::uint32_t shrink_percent = 20;
  std::uint64_t unpacked_bytes_max = 2ULL << 30;
};

}  // namespace footfall::catalog_import
