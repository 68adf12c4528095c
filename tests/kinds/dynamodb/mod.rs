mod table;
mod table_scripted;
